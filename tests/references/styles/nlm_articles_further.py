"""More of NLM's sample articles: pages, dates and what became of an article later.

Of `nlm_articles` the same holds here.
"""

from tests.references.styles.work import Work, article

WORKS = [
    Work(
        "roman pages",
        "research",
        article(
            "The politics of ethical consensus finding",
            ["Chadwick, Ruth", "Schüklenk, Udo"],
            "Bioethics",
            "2002",
            volume="16",
            issue="2",
            page="iii-v",
        ),
        "Chadwick R, Schüklenk U. The politics of ethical consensus finding. "
        "<em>Bioethics</em>. 2002;16(2):iii-v.",
        "Chadwick R, Schüklenk U. The politics of ethical consensus finding. "
        "Bioethics. 2002;16(2):iii-v.",
    ),
    Work(
        "corrected and republished",
        "research",
        article(
            "The reproductive importance of P-type ATPases",
            ["Mansharamani, Malini", "Chilton, Beverly S."],
            "Mol Cell Endocrinol",
            "2002",
            volume="188",
            issue="1-2",
            page="22-5",
        ),
        "Mansharamani M, Chilton BS. The reproductive importance of P-type ATPases. "
        "<em>Mol Cell Endocrinol</em>. 2002;188(1-2):22-25.",
        "Mansharamani M, Chilton BS. The reproductive importance of P-type ATPases. "
        "Mol Cell Endocrinol. 2002;188(1-2):22-5.",
    ),
    Work(
        "pages apart, with a discussion",
        "systematic_review",
        article(
            "Rosiglitazone in the treatment of type 2 diabetes mellitus: a critical review",
            ["Malinowski, Jennifer M.", "Bolesta, Scott"],
            "Clin Ther",
            "2000",
            volume="22",
            issue="10",
            page="1151-68; discussion 1149-50",
        ),
        "Malinowski JM, Bolesta S. Rosiglitazone in the treatment of type 2 diabetes mellitus: "
        "a critical review. <em>Clin Ther</em>. 2000;22(10):1151-1168; discussion 1149-1150.",
        "Malinowski JM, Bolesta S. Rosiglitazone in the treatment of type 2 diabetes mellitus: "
        "a critical review. Clin Ther. 2000;22(10):1151-68; discussion 1149-50.",
    ),
    Work(
        "retracted later",
        "trial",
        article(
            "Safety and tolerability of a rapidly escalating dose-loading regimen for risperidone",
            ["Feifel, David", "Moutier, Christine Yu", "Perry, William"],
            "J Clin Psychiatry",
            "2000",
            volume="61",
            issue="12",
            page="909-11",
        ),
        "Feifel D, Moutier CY, Perry W. Safety and tolerability of a rapidly escalating "
        "dose-loading regimen for risperidone. <em>J Clin Psychiatry</em>. 2000;61(12):909-911.",
        "Feifel D, Moutier CY, Perry W. Safety and tolerability of a rapidly escalating "
        "dose-loading regimen for risperidone. J Clin Psychiatry. 2000;61(12):909-11.",
    ),
    Work(
        "online before print",
        "research",
        article(
            "Immortalization of yolk sac-derived precursor cells",
            ["Yu, Wen-Mei", "Hawley, Teresa S.", "Hawley, Robert G.", "Qu, Cheng-Kui"],
            "Blood",
            "2002-11-15",
            available_date="2002-07-05",
            volume="100",
            issue="10",
            page="3828-31",
        ),
        "Yu WM, Hawley TS, Hawley RG, Qu CK. Immortalization of yolk sac-derived precursor "
        "cells. <em>Blood</em>. 2002;100(10):3828-3831.",
        "Yu WM, Hawley TS, Hawley RG, Qu CK. Immortalization of yolk sac-derived precursor "
        "cells. Blood. 2002 Nov 15;100(10):3828-31. Epub 2002 Jul 5.",
    ),
    Work(
        "article number, every identifier",
        "research",
        article(
            "Comorbidity and repeat admission to hospital for adverse drug reactions in older "
            "adults: retrospective cohort study",
            [
                *("Zhang, Min", "Holman, C. D'Arcy J.", "Price, Sylvie D."),
                *("Sanfilippo, Frank M.", "Preen, David B.", "Bulsara, Max K."),
            ],
            "BMJ",
            "2009-01-07",
            volume="338",
            number="a2752",
            DOI="10.1136/bmj.a2752",
            PMID="19129307",
            PMCID="PMC2615549",
        ),
        "Zhang M, Holman CDJ, Price SD, Sanfilippo FM, Preen DB, Bulsara MK. Comorbidity and "
        "repeat admission to hospital for adverse drug reactions in older adults: retrospective "
        "cohort study. <em>BMJ</em>. 2009;338:a2752. doi:10.1136/bmj.a2752 PubMed",
        "Zhang M, Holman CD, Price SD, Sanfilippo FM, Preen DB, Bulsara MK. Comorbidity and "
        "repeat admission to hospital for adverse drug reactions in older adults: retrospective "
        "cohort study. BMJ. 2009 Jan 7;338:a2752. doi: 10.1136/bmj.a2752. "
        "PMID: 19129307; PMCID: PMC2615549.",
    ),
    Work(
        "in press",
        "research",
        article(
            "Signature of balancing selection in <i>Arabidopsis</i>",
            [
                *("Tian, Dacheng", "Araki, Hitoshi", "Stahl, Eli", "Bergelson, Joy"),
                "Kreitman, Martin",
            ],
            "Proc Natl Acad Sci U S A",
            "2002",
            status="in press",
        ),
        "Tian D, Araki H, Stahl E, Bergelson J, Kreitman M. Signature of balancing selection in "
        "<em>Arabidopsis</em>. <em>Proc Natl Acad Sci U S A</em>. In press.",
        "Tian D, Araki H, Stahl E, Bergelson J, Kreitman M. Signature of balancing selection in "
        "<em>Arabidopsis</em>. Proc Natl Acad Sci U S A. Forthcoming 2002.",
    ),
    Work(
        "read online, without a DOI",
        "research",
        article(
            "Quality improvement initiative in nursing homes: the ANA acts in an advisory role",
            ["Abood, Sheila"],
            "Am J Nurs",
            "2002-06",
            volume="102",
            issue="6",
            accessed="2002-08-12",
            URL="http://www.nursingworld.org/AJN/2002/june/Wawatch.htm",
        ),
        "Abood S. Quality improvement initiative in nursing homes: the ANA acts in an advisory "
        "role. <em>Am J Nurs</em>. 2002;102(6). Accessed August 12, 2002. "
        "http://www.nursingworld.org/AJN/2002/june/Wawatch.htm",
        "Abood S. Quality improvement initiative in nursing homes: the ANA acts in an advisory "
        "role. Am J Nurs [Internet]. 2002 Jun [cited 2002 Aug 12];102(6). "
        "Available from: http://www.nursingworld.org/AJN/2002/june/Wawatch.htm",
    ),
    Work(
        "newspaper",
        "website",
        {
            "type": "article-newspaper",
            "title": "Medical improvements lower homicide rate: study sees drop in assault rate",
            "author": ["Tynan, Trudy"],
            "container-title": "The Washington Post",
            "issued": "2002-08-12",
            "page": "A2",
        },
        "Tynan T. Medical improvements lower homicide rate: study sees drop in assault rate. "
        "<em>The Washington Post</em>. August 12, 2002:A2.",
        "Tynan T. Medical improvements lower homicide rate: study sees drop in assault rate. "
        "The Washington Post. 2002 Aug 12;Sect. A:2.",
    ),
    Work(
        "preprint of a year",
        "research",
        {
            "type": "article",
            "title": "Biotinylation by antibody recognition- A novel method for proximity labeling",
            "author": [
                *("Bar, Daniel Z.", "Atkatsh, Kathleen", "Tavarez, Urraca"),
                *("Erdos, Michael R.", "Gruenbaum, Yosef", "Collins, Francis S."),
            ],
            "publisher": "bioRxiv",
            "issued": "2016",
            "DOI": "10.1101/069187",
        },
        "Bar DZ, Atkatsh K, Tavarez U, Erdos MR, Gruenbaum Y, Collins FS. Biotinylation by "
        "antibody recognition- A novel method for proximity labeling. <em>bioRxiv</em>. "
        "Preprint posted online 2016. doi:10.1101/069187",
        "Bar DZ, Atkatsh K, Tavarez U, Erdos MR, Gruenbaum Y, Collins FS. Biotinylation by "
        "antibody recognition- A novel method for proximity labeling. bioRxiv [Preprint]. 2016. "
        "doi: 10.1101/069187.",
    ),
]
