"""Codes of people, roles and ways in, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.members.models import MemberStatus, Role

ROLES = {
    Role.MEMBER: _l("membre"),
    Role.FACILITATOR: _l("facilitateur·rice"),
    Role.ADMINISTRATOR: _l("administrateur·rice"),
}
ROLES_EXPLAINED = {
    Role.MEMBER: _l("Membre : délibère, propose et décide."),
    Role.FACILITATOR: _l("Facilitateur·rice : ouvre et clôt les décisions, invite, tient l’émargement."),
    Role.ADMINISTRATOR: _l("Administrateur·rice : confie les rôles et règle le collectif, en plus du reste."),
}
STATUSES = {
    MemberStatus.ACTIVE: _l("membre"),
    MemberStatus.LEFT: _l("a quitté le collectif"),
    MemberStatus.ERASED: _l("nom effacé à la demande de la personne"),
}
FAULTS = {
    "name_missing": _l("Il faut un nom ou un pseudonyme, avec au moins une lettre ou un chiffre."),
    "name_long": _l("Ce nom est trop long : au plus 80 caractères."),
    "name_is_email": _l("C’est une adresse e-mail. Écrivez d’abord le nom : Amina B. ; amina@exemple.fr"),
    "name_taken": _l("Quelqu’un porte déjà ce nom ici. Ajoutez une initiale ou un surnom."),
    "name_left": _l(
        "Cette personne a quitté le collectif : on peut la reprendre depuis sa fiche, avec son histoire."
    ),
    "name_twice": _l("Ce nom est deux fois dans la liste. Ajoutez une initiale, ou retirez une ligne."),
    "email_wrong": _l("Cette adresse ne semble pas complète : prenom@exemple.fr."),
    "email_taken": _l("Cette adresse est déjà celle de quelqu’un du collectif."),
    "email_twice": _l("Cette adresse est deux fois dans la liste : chacun·e la sienne, ou aucune."),
    "too_much": _l("Un nom et une adresse par ligne, pas plus."),
    "too_many": _l("Au plus 200 personnes à la fois : gardez la suite pour un second envoi."),
}
LINK_FAULTS = {
    "used": _l("Ce lien a déjà servi. Un lien n’ouvre qu’une fois."),
    "expired": _l("Ce lien a fait son temps."),
    "revoked": _l("Ce lien a été remplacé ou annulé."),
}
WRONG_CODE = _l(
    "Ce code n’ouvre rien. Vérifiez chaque signe sur le billet ; s’il a été remplacé, demandez-en un nouveau."
)
