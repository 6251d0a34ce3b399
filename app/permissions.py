"""Who may reach which address: the table of `docs/permissions.md`, made from the policies themselves.

`python -m app.permissions` prints it; a test holds the file to it, and another one tries every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import Flask
from werkzeug.routing import Rule

from app.members.models import Member, MemberStatus, Role
from app.web import policy_of

ROLES: dict[str, Role | None] = {
    "public": None,
    "membre": Role.MEMBER,
    "facilitateur·rice": Role.FACILITATOR,
    "administrateur·rice": Role.ADMINISTRATOR,
}
# The features in the order of the menu, then what has no page of its own.
SECTIONS = {
    "collectives": "Le collectif",
    "deliberations": "Délibérations",
    "proposals": "Propositions",
    "votes": "Décisions",
    "charter": "Charte",
    "blason": "Blason",
    "workshops": "Séances",
    "rooms": "Entrer dans une séance",
    "members": "Membres",
    "attendance": "Émargement",
    "proxies": "Pouvoirs",
    "register": "Registre",
    "replay": "Rejouer la soirée (démonstration)",
    "doors": "Entrer sans nommer le collectif",
    "": "Partout",
}
# What the rules say, in French; a rule that is not here is told by its docstring.
RULES = {
    "everyone": "tout le monde, sans compte",
    "signed_in": "toute personne active du collectif",
    "facilitators": "qui facilite ou administre",
    "administrators": "qui administre",
    "can_found": "sur une installation vide, tout le monde ; ensuite, qui administre un collectif déjà là",
    "can_settle": "changer la présentation, le territoire, le fuseau, ce que le public voit",
    "can_see_people": "voir les noms des membres ; le public ne voit personne",
    "can_see_oneself": "voir et changer sa fiche, ses appareils ; emporter ses données ; partir",
    "can_invite": "inviter, préparer des billets ; pour qui facilite ou administre, l’administration seule",
    "can_change_role": "confier un rôle ; il reste toujours quelqu’un pour administrer",
    "can_remove": "noter un départ, un retour ; effacer un nom à la demande de la personne",
    "can_check_in": "noter qui est présent",
    "can_prepare_urn": "préparer une urne vérifiable, l’ouvrir, la clore, distribuer les fiches",
    "can_scrutinize": "tenir sa part de la clé d’une urne ; trois scrutateurs seuls, jamais qui administre",
    "can_record_proxy": "noter le pouvoir que donne quelqu’un d’autre (« saisie assistée »)",
    "can_read_register": "lire qui a fait quoi ; le public lit les décisions, la charte et son histoire",
    "can_ask": "ouvrir une délibération",
    "can_contribute": "contribuer ; modifier ou retirer ce qu’on a écrit soi-même",
    "can_moderate": "retirer une contribution avec un motif, la remettre, relire ce qui fut retiré",
    "can_propose": "écrire une proposition, suggérer un amendement",
    "can_open_decision": "mettre une proposition en décision, ouvrir le tour suivant",
    "can_lead": "ouvrir une décision, mener ses tours, la clore, l’annuler, lui donner une suite",
    "can_take_part": "s’exprimer, répondre de son objection ; la liste figée a le dernier mot",
    "can_confirm_count": "confirmer un compte de la salle saisi par quelqu’un d’autre",
    "can_draft": "écrire le blason à la main tant qu’aucune décision ne l’a adopté",
    "can_propose_revision": "proposer de changer un blason adopté",
    "can_follow": "chaque sujet dit qui le suit ; pour les autres, il n’existe pas (404)",
    "can_propose_amendment": "proposer de changer la charte",
    "can_see_sessions": "voir les séances du collectif",
    "can_lead_session": "préparer une séance, l’animer",
    "can_write_minutes": "écrire un procès-verbal, le soumettre, noter son approbation, le corriger ; "
    "membre, seulement ceux des séances dont on est secrétaire",
    "in_the_room": "membre, ou qui est entré·e dans la salle avec le code d’une séance (sans compte)",
}
# Rules of two features may share a name.
RULES_OF = {
    "deliberations.can_read": "lire les questions et les contributions, suivre, voir ce qui est nouveau",
    "deliberations.can_close": "clore une délibération, la rouvrir",
    "proposals.can_read": "lire les propositions ; un brouillon, seulement qui l’écrit et qui facilite",
}

_HEADER = """# Qui peut quoi

Ce tableau est produit par `python -m app.permissions`, à partir des politiques que chaque route nomme.
Un test vérifie qu’il est à jour ; un autre demande réellement chaque adresse avec chaque rôle.

✓ : la porte est ouverte. — : la personne est conduite à l’entrée (public), ou lit « cela ne vous est pas
ouvert » (403). Une porte ouverte ne dit pas tout : la page vérifie ensuite ce qui tient à l’objet (modifier
sa propre contribution, être sur la liste figée d’une décision). Ce qui n’existe pas, ou ne doit pas être vu,
répond 404.
"""


@dataclass(frozen=True)
class Line:
    """An address by one method: its feature, the rule it names, and whom the rule lets in (as in ROLES)."""

    section: str
    address: str
    method: str
    rule: str
    allowed: tuple[bool, ...]


def lines(app: Flask) -> Iterator[Line]:
    """One line for each address and method of `app`, inside an application context.

    The database is that of an instance where a collective was founded already.
    """
    people = [_person(role) for role in ROLES.values()]
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        allowed = tuple(policy is not None and policy(person) for person in people)
        for method in methods(rule):
            yield Line(_section(rule), rule.rule, method, _name(policy), allowed)


def methods(rule: Rule) -> list[str]:
    """The methods by which a page is asked for or an act is done."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def document(app: Flask) -> str:
    """The whole page, in Markdown."""
    order = list(SECTIONS)
    found = sorted(lines(app), key=lambda line: (order.index(line.section), line.address, line.method))
    parts = [_HEADER]
    for section, of_section in groupby(found, key=lambda line: line.section):
        heads = ["adresse", "méthode", *ROLES, "règle"]
        parts.append(f"\n## {SECTIONS[section]}\n\n{_row(heads)}{_row(['---'] * len(heads))}")
        parts += [_told(line) for line in of_section]
    rules = {line.rule: _explained(app, line.rule) for line in found}
    parts.append("\n## Les règles\n\n")
    parts += [f"- `{name}` : {told}\n" for name, told in sorted(rules.items())]
    return "".join(parts)


def _person(role: Role | None) -> Member | None:
    if role is None:
        return None
    return Member(id=1, collective_id=1, name="", folded_name="", role=role, status=MemberStatus.ACTIVE)


def _section(rule: Rule) -> str:
    feature = rule.endpoint.partition(".")[0]
    return feature if feature in SECTIONS else ""


def _name(policy: Callable[..., bool] | None) -> str:
    if policy is None:
        return ""
    feature = policy.__module__.split(".")[1]
    qualified = f"{feature}.{policy.__name__}"
    return qualified if qualified in RULES_OF else policy.__name__


def _explained(app: Flask, name: str) -> str:
    if name in RULES_OF or name in RULES:
        return RULES_OF.get(name) or RULES[name]
    policies = (policy_of(app, endpoint) for endpoint in app.view_functions)
    said = next((policy.__doc__ for policy in policies if policy and policy.__name__ == name), None)
    return (said or "").split("\n")[0]


def _told(line: Line) -> str:
    marks = ["✓" if allowed else "—" for allowed in line.allowed]
    address = line.address.replace("|", "\\|")
    return _row([f"`{address}`", line.method, *marks, f"`{line.rule}`"])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Print the page, from an instance of its own in memory."""
    from app import create_app
    from app.collectives.models import Collective
    from app.db import db

    app = create_app({"SECRET_KEY": "of no use", "SQLALCHEMY_DATABASE_URI": "sqlite://"})
    with app.app_context():
        db.create_all()
        db.session.add(Collective(slug="modele", name="Modèle"))
        db.session.commit()
        print(document(app), end="")


if __name__ == "__main__":
    main()
