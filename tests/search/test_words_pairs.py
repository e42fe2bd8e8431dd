"""Which words are one word for the search, and which are not, judged pair by pair."""

import pytest

from forum.search.analysis import fold, stem

SAME = """
    empêchaient empêcher, empêchait empêche, empêchés empêchent, empêchant empêchée, parler parlaient, parlent parle,
    aider aide, aidait aide, aidées aide, aidant aider, harceler harcèlement, harcelée harcèlement, harcèle harcelait,
    accompagner accompagnement, accompagnant accompagne, enseigner enseignement, enseignant enseigne,
    sanctionner sanction, sanctionné sanctions, questionner question, fonctionnement fonction, respecter respect,
    respectaient respecte, insulter insultes, insultent insulté, menacer menace, menaçait menaces, partager partage,
    partageait partagent, exclu exclus, exclue exclues, travailler travail, travaillaient travaux, conseiller conseil,
    employer emploi, employé emploient, essayer essai, envoyer envois, arrêter arrêt, débuter début, regarder regard,
    retarder retards, refuser refus, progresser progrès, apaiser apaisement, apaisé apaisait, isolement isoler,
    isolée isolement, changement changer, étudier étudie, étudiaient étudient, publier publie, vérifier vérifiait,
    écouter écoute, écoutez écoutent, jouer joue, jouait jouer, poser pose, gérer gère, gérait gère, bagarrer bagarre,
    encadrement encadrer, engagement engager, jugement juger, développement développer, former forme, élèves élève,
    journal journaux, local locaux, régional régionaux, social sociaux, niveau niveaux, réseau réseaux, préau préaux,
    travail travaux, jeu jeux, cheveu cheveux, médiateur médiatrice, médiatrices médiateurs, éducateur éducatrice,
    directrice directeurs, harceleur harceleuse, chercheur chercheuses, professeur professeure, sérieux sérieuse,
    heureux heureuses, nombreuse nombreux, éducatif éducative, collectif collectives, professionnel professionnelles,
    relationnel relationnelle, européen européenne, français française, anglais anglaises, mauvais mauvaise,
    premier première, particulier particulières, régulier régulières, infirmier infirmière, école écoles,
    parent parents, cours cours, accès access, 6e 6ème, 1er 1re, 3e 3eme, œuvre oeuvres, maître maitres,
    class classes, policy policies, bully bullying, bullied bullies, teacher teaching, teach teachers, learn learners,
    listen listening, listened listens, making make, running run, planned planning, share sharing, write writers,
    child children, school schools, mediator mediators, help helped, asked ask, manage management, involve involvement,
    community communities, story stories, study studies
"""
OTHER = """
    médiation méditer, médiation médicament, médiateur médian, exclusion excursion, exclusion exclamation,
    parent parenté, parents parenthèse, parent part, parent pare, cours courses, cours cour, cours course, cour court,
    courant cour, courant course, présent presse, présenter presse, violent viol, violente voler, content conte,
    important importer, restaurant restaurer, départ département, parler parlement, appart appartement,
    égal également, seul seulement, étranger étrange, passager passage, élever élève, policier policy,
    familier family, career care, enfant enfer, enfant infant, maison mais, saison sais, raison rai, mentions ment,
    mars marche, conseil concept, conseil concile, élu élève, maître mètre,
    règle réglisse, classe clause, école écologie, écolier école, collège collègue, collège colle, lycée lycra,
    proviseur provision, principal principe, sanction sanctuaire, punition puni, insulte insulaire, violence viol,
    harcèlement harnais, absence absent, absentéisme absent, présence présent, référent référence,
    adolescent adolescence,
    différence différend, urgent urgence, agent agence, chance chant, confiance confit, tolérance tolérer,
    médiation mediator, formation forme, formation former, formateur format, information informatique,
    orientation orient,
    évaluation évaluer, communication commune, association associer, éducation éduquer, prévention prévenir,
    bien bienveillance, livre livret, carnet carne, table tableau, tablette table, chef chèvre,
    père pair, père perte, mère mer, base bas, case cas, fine fin, site situation, rôle rouler,
    peur peu, fleur flou, sœur sourd, note notaire, mot mode, mode modèle, mois moi, fois foi, pays paye,
    portrait porter, souhait souhaitable, extrait extra, vacances vacant, classement classique,
    evenement even, statement state, during dur, spring spray, string strong, speed spend, king kind, thing think,
    event evening, student studio, university universe, organ organise, policy police, general generation, new newt,
    school scholar, teacher team, peer pear, principal principle, conflict confident, restorative restaurant, REP REP+,
    0350896J 0350896K, 6e 5e, 12 120, CPE CP, 2nde 2, AESH AED
"""


def pairs(listed: str) -> list[tuple[str, ...]]:
    return [tuple(pair.split()) for pair in listed.split(",")]


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_two_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(("one", "other"), pairs(OTHER))
def test_two_words_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


def test_enough_pairs_were_judged() -> None:
    assert min(len(pairs(SAME)), len(pairs(OTHER))) >= 80
