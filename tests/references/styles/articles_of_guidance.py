"""Guidelines and reviews in journals: many authors, supplements, pages with letters.

What the records say is what PubMed says, from memory, like those of `articles_of_groups`.
"""

from tests.references.styles.work import Work, article

WORKS = [
    Work(
        "supplement of a volume, organisation",
        "guideline",
        article(
            "2. Classification and Diagnosis of Diabetes: Standards of Medical Care in "
            "Diabetes-2020",
            ["org: American Diabetes Association"],
            "Diabetes Care",
            "2020-01",
            volume="43",
            issue="Suppl 1",
            page="S14-S31",
            DOI="10.2337/dc20-S002",
            PMID="31862745",
        ),
        "American Diabetes Association. 2. Classification and Diagnosis of Diabetes: Standards "
        "of Medical Care in Diabetes-2020. <em>Diabetes Care</em>. 2020;43(suppl 1):S14-S31. "
        "doi:10.2337/dc20-s002 PubMed",
        "American Diabetes Association. 2. Classification and Diagnosis of Diabetes: Standards "
        "of Medical Care in Diabetes-2020. Diabetes Care. 2020 Jan;43 Suppl 1:S14-31. "
        "doi: 10.2337/dc20-s002. PMID: 31862745.",
    ),
    Work(
        "supplement of an issue, pages of an e-supplement",
        "guideline",
        article(
            "Antithrombotic therapy for VTE disease: Antithrombotic Therapy and Prevention of "
            "Thrombosis, 9th ed: American College of Chest Physicians Evidence-Based Clinical "
            "Practice Guidelines",
            [
                *("Kearon, Clive", "Akl, Elie A.", "Comerota, Anthony J."),
                *("Prandoni, Paolo", "Bounameaux, Henri", "Goldhaber, Samuel Z."),
                *("Nelson, Michael E.", "Wells, Philip S.", "Gould, Michael K."),
                *("Dentali, Francesco", "Crowther, Mark", "Kahn, Susan R."),
            ],
            "Chest",
            "2012-02",
            volume="141",
            issue="2 Suppl",
            page="e419S-e496S",
            DOI="10.1378/chest.11-2301",
            PMID="22315268",
            PMCID="PMC3278049",
        ),
        "Kearon C, Akl EA, Comerota AJ, et al. Antithrombotic therapy for VTE disease: "
        "Antithrombotic Therapy and Prevention of Thrombosis, 9th ed: American College of Chest "
        "Physicians Evidence-Based Clinical Practice Guidelines. <em>Chest</em>. "
        "2012;141(2)(suppl):e419S-e496S. doi:10.1378/chest.11-2301 PubMed",
        "Kearon C, Akl EA, Comerota AJ, Prandoni P, Bounameaux H, Goldhaber SZ, et al. "
        "Antithrombotic therapy for VTE disease: Antithrombotic Therapy and Prevention of "
        "Thrombosis, 9th ed: American College of Chest Physicians Evidence-Based Clinical "
        "Practice Guidelines. Chest. 2012 Feb;141(2 Suppl):e419S-e496S. "
        "doi: 10.1378/chest.11-2301. PMID: 22315268; PMCID: PMC3278049.",
    ),
    Work(
        "e-pages, double family name",
        "guideline",
        article(
            "2017 ACC/AHA/AAPA/ABC/ACPM/AGS/APhA/ASH/ASPC/NMA/PCNA Guideline for the Prevention, "
            "Detection, Evaluation, and Management of High Blood Pressure in Adults",
            [
                *("Whelton, Paul K.", "Carey, Robert M.", "Aronow, Wilbert S."),
                *("Casey, Donald E., Jr.", "Collins, Karen J.", "Dennison Himmelfarb, Cheryl"),
                *("DePalma, Sondra M.", "Gidding, Samuel", "Jamerson, Kenneth A."),
                *("Jones, Daniel W.", "MacLaughlin, Eric J.", "Muntner, Paul"),
                *("Ovbiagele, Bruce", "Smith, Sidney C., Jr.", "Spencer, Crystal C."),
                *("Stafford, Randall S.", "Taler, Sandra J.", "Thomas, Randal J."),
                *("Williams, Kim A., Sr.", "Williamson, Jeff D.", "Wright, Jackson T., Jr."),
            ],
            "J. Am. Coll. Cardiol.",
            "2018-05-15",
            volume="71",
            issue="19",
            page="e127–e248",
            DOI="10.1016/j.jacc.2017.11.006",
            PMID="29146535",
        ),
        "Whelton PK, Carey RM, Aronow WS, et al. 2017 ACC/AHA/AAPA/ABC/ACPM/AGS/APhA/ASH/ASPC/"
        "NMA/PCNA Guideline for the Prevention, Detection, Evaluation, and Management of High "
        "Blood Pressure in Adults. <em>J Am Coll Cardiol</em>. 2018;71(19):e127-e248. "
        "doi:10.1016/j.jacc.2017.11.006 PubMed",
        "Whelton PK, Carey RM, Aronow WS, Casey DE Jr, Collins KJ, Dennison Himmelfarb C, et al. "
        "2017 ACC/AHA/AAPA/ABC/ACPM/AGS/APhA/ASH/ASPC/NMA/PCNA Guideline for the Prevention, "
        "Detection, Evaluation, and Management of High Blood Pressure in Adults. "
        "J Am Coll Cardiol. 2018 May 15;71(19):e127-248. doi: 10.1016/j.jacc.2017.11.006. "
        "PMID: 29146535.",
    ),
    Work(
        "task force before its members",
        "guideline",
        article(
            "Screening for Colorectal Cancer: US Preventive Services Task Force Recommendation "
            "Statement",
            [
                *("org: US Preventive Services Task Force", "Davidson, Karina W."),
                *("Barry, Michael J.", "Mangione, Carol M.", "Cabana, Michael"),
                *("Caughey, Aaron B.", "Davis, Esa M.", "Donahue, Katrina E."),
                *("Doubeni, Chyke A.", "Krist, Alex H.", "Kubik, Martha", "Li, Li"),
                *("Ogedegbe, Gbenga", "Owens, Douglas K.", "Pbert, Lori"),
                *("Silverstein, Michael", "Stevermer, James", "Tseng, Chien-Wen"),
                "Wong, John B.",
            ],
            "JAMA",
            "2021-05-18",
            volume="325",
            issue="19",
            page="1965-1977",
            DOI="10.1001/jama.2021.6238",
            PMID="34003218",
        ),
        "US Preventive Services Task Force; Davidson KW, Barry MJ, Mangione CM, et al. Screening "
        "for Colorectal Cancer: US Preventive Services Task Force Recommendation Statement. "
        "<em>JAMA</em>. 2021;325(19):1965-1977. doi:10.1001/jama.2021.6238 PubMed",
        "US Preventive Services Task Force; Davidson KW, Barry MJ, Mangione CM, Cabana M, "
        "Caughey AB, Davis EM, et al. Screening for Colorectal Cancer: US Preventive Services "
        "Task Force Recommendation Statement. JAMA. 2021 May 18;325(19):1965-77. "
        "doi: 10.1001/jama.2021.6238. PMID: 34003218.",
    ),
    Work(
        "statement in a general journal",
        "guideline",
        article(
            "The PRISMA 2020 statement: an updated guideline for reporting systematic reviews",
            [
                *("Page, Matthew J.", "McKenzie, Joanne E.", "Bossuyt, Patrick M."),
                *("Boutron, Isabelle", "Hoffmann, Tammy C.", "Mulrow, Cynthia D."),
                *("Shamseer, Larissa", "Tetzlaff, Jennifer M.", "Akl, Elie A."),
                *("Brennan, Sue E.", "Chou, Roger", "Glanville, Julie"),
                *("Grimshaw, Jeremy M.", "Hróbjartsson, Asbjørn", "Lalu, Manoj M."),
                *("Li, Tianjing", "Loder, Elizabeth W.", "Mayo-Wilson, Evan"),
                *("McDonald, Steve", "McGuinness, Luke A.", "Stewart, Lesley A."),
                *("Thomas, James", "Tricco, Andrea C.", "Welch, Vivian A."),
                *("Whiting, Penny", "Moher, David"),
            ],
            "BMJ",
            "2021-03-29",
            volume="372",
            number="n71",
            DOI="10.1136/bmj.n71",
            PMID="33782057",
            PMCID="PMC8005924",
        ),
        "Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement: an updated guideline "
        "for reporting systematic reviews. <em>BMJ</em>. 2021;372:n71. doi:10.1136/bmj.n71 PubMed",
        "Page MJ, McKenzie JE, Bossuyt PM, Boutron I, Hoffmann TC, Mulrow CD, et al. The PRISMA "
        "2020 statement: an updated guideline for reporting systematic reviews. BMJ. "
        "2021 Mar 29;372:n71. doi: 10.1136/bmj.n71. PMID: 33782057; PMCID: PMC8005924.",
    ),
    Work(
        "pages with a letter",
        "guideline",
        article(
            "Neck Pain: Revision 2017",
            [
                *("Blanpied, Peter R.", "Gross, Anita R.", "Elliott, James M."),
                *("Devaney, Laurie Lee", "Clewley, Derek", "Walton, David M."),
                *("Sparks, Cheryl", "Robertson, Eric K."),
            ],
            "J Orthop Sports Phys Ther",
            "2017-07",
            volume="47",
            issue="7",
            page="A1-A83",
            DOI="10.2519/jospt.2017.0302",
            PMID="28666405",
        ),
        "Blanpied PR, Gross AR, Elliott JM, et al. Neck Pain: Revision 2017. "
        "<em>J Orthop Sports Phys Ther</em>. 2017;47(7):A1-A83. doi:10.2519/jospt.2017.0302 "
        "PubMed",
        "Blanpied PR, Gross AR, Elliott JM, Devaney LL, Clewley D, Walton DM, et al. Neck Pain: "
        "Revision 2017. J Orthop Sports Phys Ther. 2017 Jul;47(7):A1-83. "
        "doi: 10.2519/jospt.2017.0302. PMID: 28666405.",
    ),
    Work(
        "systematic review in a part",
        "systematic_review",
        article(
            "Prevalence and risk factors associated with musculoskeletal complaints among users "
            "of mobile handheld devices: A systematic review",
            ["Xie, Yanfei", "Szeto, Grace", "Dai, Jie"],
            "Appl Ergon",
            "2017-03",
            available_date="2016-08-31",
            volume="59",
            issue="Pt A",
            page="132-142",
            DOI="10.1016/j.apergo.2016.08.020",
            PMID="27890121",
        ),
        "Xie Y, Szeto G, Dai J. Prevalence and risk factors associated with musculoskeletal "
        "complaints among users of mobile handheld devices: A systematic review. "
        "<em>Appl Ergon</em>. 2017;59(pt A):132-142. doi:10.1016/j.apergo.2016.08.020 PubMed",
        "Xie Y, Szeto G, Dai J. Prevalence and risk factors associated with musculoskeletal "
        "complaints among users of mobile handheld devices: A systematic review. Appl Ergon. "
        "2017 Mar;59(Pt A):132-42. doi: 10.1016/j.apergo.2016.08.020. Epub 2016 Aug 31. "
        "PMID: 27890121.",
    ),
    Work(
        "one author",
        "systematic_review",
        article(
            "Epidemiology, diagnosis, and treatment of neck pain",
            ["Cohen, Steven P."],
            "Mayo Clin Proc",
            "2015-02",
            volume="90",
            issue="2",
            page="284-99",
            DOI="10.1016/j.mayocp.2014.09.008",
            PMID="25659245",
        ),
        "Cohen SP. Epidemiology, diagnosis, and treatment of neck pain. <em>Mayo Clin Proc</em>. "
        "2015;90(2):284-299. doi:10.1016/j.mayocp.2014.09.008 PubMed",
        "Cohen SP. Epidemiology, diagnosis, and treatment of neck pain. Mayo Clin Proc. "
        "2015 Feb;90(2):284-99. doi: 10.1016/j.mayocp.2014.09.008. PMID: 25659245.",
    ),
]
