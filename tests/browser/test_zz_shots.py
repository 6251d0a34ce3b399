from tests.browser.test_urn import *
import pytest
from axe_playwright_python.sync_playwright import Axe
def test_shots(empty_instance, walker):
    out="/tmp/urnwork/shots/"
    import os; os.makedirs(out,exist_ok=True)
    alice = walker(empty_instance, viewport=DESKTOP, javascript=True)
    found(alice, "geneve"); codes = invite(alice, PEOPLE)
    sc = {n: walker(empty_instance, viewport=PHONE, javascript=True) for n in SCRUTINEERS}
    for n,p in sc.items(): enter(p, codes[n])
    d=open_secret_decision(alice)
    prepare(alice,d)
    def shot(w,name): w.page.screenshot(path=out+name+".png",full_page=True)
    alice.go(f"{d}/urne"); shot(alice,"prep-desktop")
    b=sc["Bob"]; b.go(f"{d}/urne/scrutateur"); b.page.get_by_role("button", name="Faire une clé").click(); b.page.wait_for_timeout(1500); shot(b,"key-phone")
    ph={n: make_key(p,d) for n,p in sc.items()}
    c=sc["Chloé"]; c.go(f"{d}/urne/scrutateur"); c.page.get_by_role("button", name="Faire les fiches").click(); c.page.wait_for_timeout(3000); shot(c,"slips-phone")
    slips=make_slips(c,d)
    v=open_urn(alice,d); alice.go(d); shot(alice,"decision-desktop"); alice.go(f"{d}/urne"); shot(alice,"hand-desktop")
    w=walker(empty_instance, viewport=PHONE, javascript=True)
    w.go(v); shot(w,"vote1-phone"); w.fill("^Le code",slips[0]); w.page.get_by_role("button", name="Vérifier le code").click(); w.page.wait_for_timeout(1500); shot(w,"vote2-phone")
    w.choose("^Pour"); w.page.get_by_role("button", name="Chiffrer mon bulletin").click(); w.page.wait_for_timeout(2000); shot(w,"vote3-phone")
    w.page.get_by_role("button", name="Déposer dans l’urne").click(); w.page.wait_for_timeout(2000); shot(w,"vote4-phone")
    w.go(v+"/bulletins"); shot(w,"public-phone")
    z=walker(empty_instance, viewport=PHONE, javascript=False); z.go(v); shot(z,"nojs-phone")
    x=walker(empty_instance, viewport=DESKTOP, javascript=True); x.go(v); shot(x,"vote1-desktop"); x.go(v+"/bulletins"); shot(x,"public-desktop")
    alice.go(f"{d}/urne"); alice.open("^Clore l’urne"); alice.press("^Oui, clore l’urne")
    b.go(f"{d}/urne/scrutateur"); b.page.get_by_role("button", name="Contrôler l’archive").click(); b.page.wait_for_timeout(2500); shot(b,"count-phone")
