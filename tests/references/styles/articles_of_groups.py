"""Articles by many, by groups, and by many in the name of a group.

What the records say is what PubMed says, from memory; the lists of authors are whole. Nothing
here was looked up again: a wrong digit would not make a line a wrong test.
"""

from tests.references.styles.work import Work, article

RECOVERY = [
    *("Horby, Peter", "Lim, Wei Shen", "Emberson, Jonathan R.", "Mafham, Marion"),
    *("Bell, Jennifer L.", "Linsell, Louise", "Staplin, Natalie", "Brightling, Christopher"),
    *("Ustianowski, Andrew", "Elmahi, Einas", "Prudon, Benjamin", "Green, Christopher"),
    *("Felton, Timothy", "Chadwick, David", "Rege, Kanchan", "Fegan, Christopher"),
    *("Chappell, Lucy C.", "Faust, Saul N.", "Jaki, Thomas", "Jeffery, Katie"),
    *("Montgomery, Alan", "Rowan, Kathryn", "Juszczak, Edmund", "Baillie, J. Kenneth"),
    *("Haynes, Richard", "Landray, Martin J."),
]

WORKS = [
    Work(
        "group, then people with ranks",
        "trial",
        article(
            "A Randomized Trial of Intensive versus Standard Blood-Pressure Control",
            [
                *("org: SPRINT Research Group", "Wright, Jackson T., Jr", "Williamson, Jeff D."),
                *("Whelton, Paul K.", "Snyder, Joni K.", "Sink, Kaycee M.", "Rocco, Michael V."),
                *("Reboussin, David M.", "Rahman, Mahboob", "Oparil, Suzanne"),
                *("Lewis, Cora E.", "Kimmel, Paul L.", "Johnson, Karen C.", "Goff, David C., Jr"),
                *("Fine, Lawrence J.", "Cutler, Jeffrey A.", "Cushman, William C."),
                *("Cheung, Alfred K.", "Ambrosius, Walter T."),
            ],
            "N Engl J Med",
            "2015-11-26",
            available_date="2015-11-09",
            volume="373",
            issue="22",
            page="2103-16",
            DOI="10.1056/NEJMoa1511939",
            PMID="26551272",
            PMCID="PMC4689591",
        ),
        "SPRINT Research Group; Wright JT Jr, Williamson JD, Whelton PK, et al. A Randomized "
        "Trial of Intensive versus Standard Blood-Pressure Control. <em>N Engl J Med</em>. "
        "2015;373(22):2103-2116. doi:10.1056/nejmoa1511939 PubMed",
        "SPRINT Research Group; Wright JT Jr, Williamson JD, Whelton PK, Snyder JK, Sink KM, "
        "Rocco MV, et al. A Randomized Trial of Intensive versus Standard Blood-Pressure "
        "Control. N Engl J Med. 2015 Nov 26;373(22):2103-16. doi: 10.1056/nejmoa1511939. "
        "Epub 2015 Nov 9. PMID: 26551272; PMCID: PMC4689591.",
    ),
    Work(
        "thirty authors, the last a group",
        "trial",
        article(
            "Safety and Efficacy of the BNT162b2 mRNA Covid-19 Vaccine",
            [
                *("Polack, Fernando P.", "Thomas, Stephen J.", "Kitchin, Nicholas"),
                *("Absalon, Judith", "Gurtman, Alejandra", "Lockhart, Stephen"),
                *("Perez, John L.", "Pérez Marc, Gonzalo", "Moreira, Edson D."),
                *("Zerbini, Cristiano", "Bailey, Ruth", "Swanson, Kena A."),
                *("Roychoudhury, Satrajit", "Koury, Kenneth", "Li, Ping", "Kalina, Warren V."),
                *("Cooper, David", "Frenck, Robert W., Jr", "Hammitt, Laura L."),
                *("Türeci, Özlem", "Nell, Haylene", "Schaefer, Axel", "Ünal, Serhat"),
                *("Tresnan, Dina B.", "Mather, Susan", "Dormitzer, Philip R.", "Şahin, Uğur"),
                *("Jansen, Kathrin U.", "Gruber, William C."),
                "org: C4591001 Clinical Trial Group",
            ],
            "N Engl J Med",
            "2020-12-31",
            available_date="2020-12-10",
            volume="383",
            issue="27",
            page="2603-2615",
            DOI="10.1056/NEJMoa2034577",
            PMID="33301246",
            PMCID="PMC7745181",
        ),
        "Polack FP, Thomas SJ, Kitchin N, et al; C4591001 Clinical Trial Group. Safety and "
        "Efficacy of the BNT162b2 mRNA Covid-19 Vaccine. <em>N Engl J Med</em>. "
        "2020;383(27):2603-2615. doi:10.1056/nejmoa2034577 PubMed",
        "Polack FP, Thomas SJ, Kitchin N, Absalon J, Gurtman A, Lockhart S, et al.; C4591001 "
        "Clinical Trial Group. Safety and Efficacy of the BNT162b2 mRNA Covid-19 Vaccine. "
        "N Engl J Med. 2020 Dec 31;383(27):2603-15. doi: 10.1056/nejmoa2034577. "
        "Epub 2020 Dec 10. PMID: 33301246; PMCID: PMC7745181.",
    ),
    Work(
        "group before twenty-six people",
        "trial",
        article(
            "Dexamethasone in Hospitalized Patients with Covid-19",
            ["org: RECOVERY Collaborative Group", *RECOVERY],
            "N Engl J Med",
            "2021-02-25",
            available_date="2020-07-17",
            volume="384",
            issue="8",
            page="693-704",
            DOI="10.1056/NEJMoa2021436",
            PMID="32678530",
        ),
        "RECOVERY Collaborative Group; Horby P, Lim WS, Emberson JR, et al. Dexamethasone in "
        "Hospitalized Patients with Covid-19. <em>N Engl J Med</em>. 2021;384(8):693-704. "
        "doi:10.1056/nejmoa2021436 PubMed",
        "RECOVERY Collaborative Group; Horby P, Lim WS, Emberson JR, Mafham M, Bell JL, "
        "Linsell L, et al. Dexamethasone in Hospitalized Patients with Covid-19. N Engl J Med. "
        "2021 Feb 25;384(8):693-704. doi: 10.1056/nejmoa2021436. Epub 2020 Jul 17. "
        "PMID: 32678530.",
    ),
    Work(
        "preprint with its day",
        "trial",
        {
            "type": "article",
            "title": "Effect of Dexamethasone in Hospitalized Patients with COVID-19 – "
            "Preliminary Report",
            "author": [*RECOVERY, "org: RECOVERY Collaborative Group"],
            "container-title": "medRxiv",
            "issued": "2020-06-22",
            "DOI": "10.1101/2020.06.22.20137273",
        },
        "Horby P, Lim WS, Emberson JR, et al; RECOVERY Collaborative Group. Effect of "
        "Dexamethasone in Hospitalized Patients with COVID-19 – Preliminary Report. "
        "<em>medRxiv</em>. Preprint posted online June 22, 2020. doi:10.1101/2020.06.22.20137273",
        "Horby P, Lim WS, Emberson JR, Mafham M, Bell JL, Linsell L, et al.; RECOVERY "
        "Collaborative Group. Effect of Dexamethasone in Hospitalized Patients with COVID-19 – "
        "Preliminary Report. medRxiv [Preprint]. 2020 Jun 22. doi: 10.1101/2020.06.22.20137273.",
    ),
    Work(
        "seven people and a group",
        "research",
        article(
            "GRADE: an emerging consensus on rating quality of evidence and strength of "
            "recommendations",
            [
                *("Guyatt, Gordon H.", "Oxman, Andrew D.", "Vist, Gunn E.", "Kunz, Regina"),
                *("Falck-Ytter, Yngve", "Alonso-Coello, Pablo", "Schünemann, Holger J."),
                "org: GRADE Working Group",
            ],
            "BMJ",
            "2008-04-26",
            volume="336",
            issue="7650",
            page="924-6",
            DOI="10.1136/bmj.39489.470347.AD",
            PMID="18436948",
            PMCID="PMC2335261",
        ),
        "Guyatt GH, Oxman AD, Vist GE, et al; GRADE Working Group. GRADE: an emerging consensus "
        "on rating quality of evidence and strength of recommendations. <em>BMJ</em>. "
        "2008;336(7650):924-926. doi:10.1136/bmj.39489.470347.ad PubMed",
        "Guyatt GH, Oxman AD, Vist GE, Kunz R, Falck-Ytter Y, Alonso-Coello P, et al.; GRADE "
        "Working Group. GRADE: an emerging consensus on rating quality of evidence and strength "
        "of recommendations. BMJ. 2008 Apr 26;336(7650):924-6. "
        "doi: 10.1136/bmj.39489.470347.ad. PMID: 18436948; PMCID: PMC2335261.",
    ),
    Work(
        "ten people and two groups",
        "research",
        article(
            "The Cochrane Collaboration's tool for assessing risk of bias in randomised trials",
            [
                *("Higgins, Julian P. T.", "Altman, Douglas G.", "Gøtzsche, Peter C."),
                *("Jüni, Peter", "Moher, David", "Oxman, Andrew D.", "Savović, Jelena"),
                *("Schulz, Kenneth F.", "Weeks, Laura", "Sterne, Jonathan A. C."),
                "org: Cochrane Bias Methods Group",
                "org: Cochrane Statistical Methods Group",
            ],
            "BMJ",
            "2011-10-18",
            volume="343",
            page="d5928",
            DOI="10.1136/bmj.d5928",
            PMID="22008217",
        ),
        "Higgins JPT, Altman DG, Gøtzsche PC, et al; Cochrane Bias Methods Group; Cochrane "
        "Statistical Methods Group. The Cochrane Collaboration&#x27;s tool for assessing risk "
        "of bias in randomised trials. <em>BMJ</em>. 2011;343:d5928. doi:10.1136/bmj.d5928 PubMed",
        "Higgins JP, Altman DG, Gøtzsche PC, Jüni P, Moher D, Oxman AD, et al.; Cochrane Bias "
        "Methods Group; Cochrane Statistical Methods Group. The Cochrane Collaboration&#x27;s "
        "tool for assessing risk of bias in randomised trials. BMJ. 2011 Oct 18;343:d5928. "
        "doi: 10.1136/bmj.d5928. PMID: 22008217.",
    ),
    Work(
        "six people and a group, small particle",
        "research",
        article(
            "The Strengthening the Reporting of Observational Studies in Epidemiology (STROBE) "
            "statement: guidelines for reporting observational studies",
            [
                {"family": "Elm", "given": "Erik", "dropping-particle": "von"},
                *("Altman, Douglas G.", "Egger, Matthias", "Pocock, Stuart J."),
                *("Gøtzsche, Peter C.", "Vandenbroucke, Jan P.", "org: STROBE Initiative"),
            ],
            "Lancet",
            "2007-10-20",
            volume="370",
            issue="9596",
            page="1453-1457",
            DOI="10.1016/S0140-6736(07)61602-X",
            PMID="18064739",
        ),
        "von Elm E, Altman DG, Egger M, Pocock SJ, Gøtzsche PC, Vandenbroucke JP; STROBE "
        "Initiative. The Strengthening the Reporting of Observational Studies in Epidemiology "
        "(STROBE) statement: guidelines for reporting observational studies. <em>Lancet</em>. "
        "2007;370(9596):1453-1457. doi:10.1016/s0140-6736(07)61602-x PubMed",
        "von Elm E, Altman DG, Egger M, Pocock SJ, Gøtzsche PC, Vandenbroucke JP; STROBE "
        "Initiative. The Strengthening the Reporting of Observational Studies in Epidemiology "
        "(STROBE) statement: guidelines for reporting observational studies. Lancet. "
        "2007 Oct 20;370(9596):1453-7. doi: 10.1016/s0140-6736(07)61602-x. PMID: 18064739.",
    ),
    Work(
        "twelve people and a writing group",
        "trial",
        article(
            "Risks and benefits of estrogen plus progestin in healthy postmenopausal women: "
            "principal results From the Women's Health Initiative randomized controlled trial",
            [
                *("Rossouw, Jacques E.", "Anderson, Garnet L.", "Prentice, Ross L."),
                *("LaCroix, Andrea Z.", "Kooperberg, Charles", "Stefanick, Marcia L."),
                *("Jackson, Rebecca D.", "Beresford, Shirley A. A.", "Howard, Barbara V."),
                *("Johnson, Karen C.", "Kotchen, Jane Morley", "Ockene, Judith"),
                "org: Writing Group for the Women's Health Initiative Investigators",
            ],
            "JAMA",
            "2002-07-17",
            volume="288",
            issue="3",
            page="321-33",
            DOI="10.1001/jama.288.3.321",
            PMID="12117397",
        ),
        "Rossouw JE, Anderson GL, Prentice RL, et al; Writing Group for the Women&#x27;s Health "
        "Initiative Investigators. Risks and benefits of estrogen plus progestin in healthy "
        "postmenopausal women: principal results From the Women&#x27;s Health Initiative "
        "randomized controlled trial. <em>JAMA</em>. 2002;288(3):321-333. "
        "doi:10.1001/jama.288.3.321 PubMed",
        "Rossouw JE, Anderson GL, Prentice RL, LaCroix AZ, Kooperberg C, Stefanick ML, et al.; "
        "Writing Group for the Women&#x27;s Health Initiative Investigators. Risks and benefits "
        "of estrogen plus progestin in healthy postmenopausal women: principal results From the "
        "Women&#x27;s Health Initiative randomized controlled trial. JAMA. "
        "2002 Jul 17;288(3):321-33. doi: 10.1001/jama.288.3.321. PMID: 12117397.",
    ),
]
