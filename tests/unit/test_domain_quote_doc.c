/* The paper: amounts by payer, module and registration as programme.md has them, what must be on
 * it and stops it when it is empty. */
#include "live.h"
#include "quote_paper.h"

/* ---- amounts: every payer, with and without the module, registration or not */

static const struct amount_case {
    const char *payer;
    bool module;
    const char *module_payer;
    enum quote_stop stop;
    char series;
    int total;
    const char *apart; /* cents of what stands apart */
} AMOUNTS[] = {
    {"employer", false, "", QUOTE_GO, 'D', 1000500, ""},
    {"employer", true, "", QUOTE_GO, 'D', 1040500, ""},
    {"opco", false, "", QUOTE_GO, 'D', 1000500, ""},
    {"opco", true, "", QUOTE_GO, 'D', 1040500, ""},
    {"institution", false, "", QUOTE_GO, 'D', 1000500, ""},
    {"institution", true, "", QUOTE_GO, 'D', 1040500, ""},
    {"france_travail", true, "", QUOTE_GO, 'D', 1040500, ""},
    {"transitions_pro", true, "", QUOTE_GO, 'D', 1040500, ""},
    {"region", true, "", QUOTE_GO, 'D', 1040500, ""},
    {"other_third", true, "", QUOTE_GO, 'D', 1040500, ""},
    {"individual", false, "", QUOTE_GO, 'D', 500050, ""},
    {"individual", true, "", QUOTE_GO, 'D', 520050, ""},
    {"cpf", false, "", QUOTE_GO, 'I', 1000500, ""},
    {"cpf", true, "third", QUOTE_GO, 'I', 1000500, "40000 "},
    {"cpf", true, "individual", QUOTE_GO, 'I', 1000500, "20000 "},
    {"cpf", true, "", QUOTE_GO, 'I', 1000500, "40000 20000 "},
    {"several", true, "", QUOTE_STOP_SEVERAL, 'D', 1040500, ""},
    {"unknown", true, "", QUOTE_STOP_UNDECIDED, 'D', 1040500, ""},
};

START_TEST(every_payer_has_its_amounts)
{
    begin();
    struct intake over = COVERED;
    over.rncp_ends_on = (struct day){2025, 11, 18};
    for (size_t i = 0; i < sizeof AMOUNTS / sizeof *AMOUNTS; i++) {
        const struct amount_case *c = &AMOUNTS[i];
        struct quote_ask ask = ask_of(c->payer, c->module, c->module_payer);
        struct quote_world w = world(&COVERED), none = world(NULL), ended = world(&over);
        struct quote_plan p = quote_plan_make(&w, &ask, &AS_ASKED, TODAY);
        struct str apart = STR("");
        for (size_t k = 0; k < p.apart_n; k++)
            apart = arena_printf(a, "%.*s%lld ", STR_ARG(apart), (long long)p.apart[k].amount.cents);
        ck_assert_msg(p.stop == c->stop && p.series == c->series && p.total.cents == c->total &&
                str_eq_c(apart, c->apart),
            "%s %d: stop %d, %c, %lld, apart %.*s", c->payer, c->module, p.stop, p.series,
            (long long)p.total.cents, STR_ARG(apart));
        ck_assert(day_cmp(p.valid_until, (struct day){2027, 2, 21}) == 0);
        /* No registration over the start: no quote, whoever pays. */
        enum quote_stop unregistered =
            c->stop == QUOTE_STOP_SEVERAL ? QUOTE_STOP_SEVERAL : QUOTE_STOP_UNREGISTERED;
        ck_assert_int_eq(quote_plan_make(&none, &ask, &AS_ASKED, TODAY).stop, unregistered);
        struct quote_plan late = quote_plan_make(&ended, &ask, &AS_ASKED, TODAY);
        ck_assert_int_eq(late.stop, unregistered);
        ck_assert(says(quote_stop_staff(a, &late), "RNCP") && quote_stop_person(&late).n);
        ck_assert(c->stop != QUOTE_STOP_SEVERAL ||
            says(quote_stop_staff(a, &late), "Plusieurs payeurs"));
        /* Nor once the course has begun, unless staff say so. */
        const struct day start = COVERED.starts_on;
        const struct quote_terms known = {.begun = true};
        struct quote_plan begun = quote_plan_make(&w, &ask, &AS_ASKED, start);
        ck_assert_int_eq(begun.stop, c->stop == QUOTE_STOP_SEVERAL ? c->stop : QUOTE_STOP_BEGUN);
        ck_assert(says(quote_stop_staff(a, &begun), "déjà commencé") && quote_stop_person(&begun).n);
        ck_assert_int_eq(quote_plan_make(&w, &ask, &known, start).stop, c->stop);
        /* And none on a day without tariff. */
        struct quote_plan before = quote_plan_make(&w, &ask, &AS_ASKED, (struct day){1999, 1, 1});
        ck_assert(before.stop == QUOTE_STOP_TARIFF || c->stop == QUOTE_STOP_SEVERAL);
    }
}
END_TEST

/* The frozen rows are those whose prices are printed. */
START_TEST(each_line_names_its_tariff)
{
    static const struct {
        const char *payer, *module_payer;
        uint64_t diploma, module;
    } rows[] = {{"employer", "", 1, 3}, {"individual", "", 2, 4}, {"cpf", "third", 1, 3},
        {"cpf", "individual", 1, 4}, {"cpf", "", 1, 0}};
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct quote_ask ask = ask_of(rows[i].payer, true, rows[i].module_payer);
        struct quote_world w = world(&COVERED);
        struct quote_plan p = quote_plan_make(&w, &ask, &AS_ASKED, TODAY);
        ck_assert_uint_eq(p.tariff_id[TARIFF_DIPLOMA], rows[i].diploma);
        ck_assert_uint_eq(p.tariff_id[TARIFF_MODULE], rows[i].module);
    }
}
END_TEST

START_TEST(the_paper_shows_what_the_plan_says)
{
    begin();
    for (size_t i = 0; i < sizeof AMOUNTS / sizeof *AMOUNTS; i++) {
        const struct amount_case *c = &AMOUNTS[i];
        if (c->stop != QUOTE_GO)
            continue;
        struct quote_ask ask = ask_of(c->payer, c->module, c->module_payer);
        struct quote_world w = world(&COVERED);
        struct document d = paper(&w, &ask, &AS_ASKED, 1);
        int64_t sum = 0;
        for (size_t k = 0; k < d.blocks_n; k++)
            for (size_t j = 0; j < d.blocks[k].prices_n; j++) {
                const struct document_price *line = &d.blocks[k].prices[j];
                ck_assert_int_eq(line->amount.cents, line->unit.cents * line->quantity);
                sum += line->apart ? 0 : line->amount.cents;
            }
        ck_assert_int_eq(sum, c->total);
        struct str text = printed(&d), total = words_money(a, (struct money){c->total});
        ck_assert_msg(says(text, arena_printf(a, "Total net: %.*s", STR_ARG(total)).p), "%s",
            c->payer);
        ck_assert(!c->module || says(text, "non certifiant"));
    }
}
END_TEST

START_TEST(several_employees_are_counted)
{
    begin();
    struct quote_world w = world(&COVERED);
    struct quote_ask ask = ask_of("employer", true, "");
    ask.whom = STR("several");
    ask.headcount = 3;
    struct quote_plan p = quote_plan_make(&w, &ask, &AS_ASKED, TODAY);
    ck_assert_int_eq(p.total.cents, 3 * 1040500);
    struct document d = paper(&w, &ask, &AS_ASKED, 1);
    ck_assert(says(printed(&d), "3 personnes\u00a0: à désigner"));
    ask.payer = STR("individual"); /* a contract is one person's */
    ck_assert_int_eq(quote_plan_make(&w, &ask, &AS_ASKED, TODAY).total.cents, 520050);
    /* Staff may count otherwise: two diplomas, one module; or the module alone. */
    const struct quote_terms less = {.diplomas = 2, .modules = 1}, alone = {.modules = 1};
    ask.payer = STR("employer");
    ck_assert_int_eq(quote_plan_make(&w, &ask, &less, TODAY).total.cents, 2 * 1000500 + 40000);
    ck_assert_int_eq(quote_plan_make(&w, &ask, &alone, TODAY).total.cents, 40000);
}
END_TEST

/* ---- mentions */

START_TEST(each_required_mention_stops_the_issue)
{
    begin();
    size_t stops = 0;
    for (size_t i = 0; i < quote_mentions_n; i++)
        for (unsigned paper_kind = 0; paper_kind < 3; paper_kind++) {
            const struct quote_mention *m = &quote_mentions[i];
            struct quote_world w = world(&COVERED);
            struct quote_ask ask = ask_of(OF_PAPER[paper_kind], true, "");
            if (strncmp(m->source, "intake.", 7) == 0)
                continue;
            without = m->source;
            struct quote_plan p = quote_plan_make(&w, &ask, &AS_ASKED, TODAY);
            bool needed = m->required && (m->papers >> paper_kind & 1);
            ck_assert_msg(p.stop == (needed ? QUOTE_STOP_MISSING : QUOTE_GO), "%s, %s", m->source,
                OF_PAPER[paper_kind]);
            ck_assert(p.missing_n == needed && (!needed || str_eq_c(p.missing[0], m->label)));
            ck_assert(!needed || says(quote_stop_staff(a, &p), m->label));
            ck_assert(!needed || !says(quote_stop_person(&p), m->label));
            stops += needed;
        }
    ck_assert_uint_ge(stops, 50);
}
END_TEST

START_TEST(the_intake_must_say_what_it_certifies)
{
    begin();
    struct intake i = COVERED;
    i.certifier = STR("");
    i.rncp_title = STR("");
    i.rncp_registered_on = (struct day){0};
    struct quote_world w = world(&i);
    struct quote_ask ask = ask_of("employer", false, "");
    struct quote_plan p = quote_plan_make(&w, &ask, &AS_ASKED, TODAY);
    ck_assert_int_eq(p.stop, QUOTE_STOP_MISSING);
    ck_assert_uint_eq(p.missing_n, 3);
    /* A number that is none is as good as empty. */
    w = world(&COVERED);
    ck_assert_uint_eq(quote_mention_number(&w, "quote.instalments"), 7);
    without = "quote.instalments";
    ck_assert_uint_eq(quote_mention_number(&w, "quote.instalments"), 0);
}
END_TEST

/* A mention that stands on a paper is really printed there: leaving it out changes the paper. */
START_TEST(every_mention_is_printed_where_the_table_says)
{
    begin();
    for (size_t i = 0; i < quote_mentions_n; i++)
        for (unsigned kind = 0; kind < 3; kind++) {
            const struct quote_mention *m = &quote_mentions[i];
            if (strncmp(m->source, "intake.", 7) == 0 || strcmp(m->source, "quote.mixed") == 0)
                continue;
            struct quote_world w = world(&COVERED);
            struct quote_ask ask = ask_of(OF_PAPER[kind], true, "");
            without = NULL;
            struct document whole = paper(&w, &ask, &AS_ASKED, 1);
            struct str with = printed(&whole);
            without = m->source;
            struct document less = paper(&w, &ask, &AS_ASKED, 1);
            bool differs = !str_eq(with, printed(&less));
            ck_assert_msg(differs == ((m->papers >> kind & 1) != 0), "%s on the paper for %s",
                m->source, OF_PAPER[kind]);
        }
}
END_TEST

START_TEST(each_payer_reads_what_is_theirs)
{
    begin();
    static const struct {
        const char *text;
        const char *on; /* t: third, i: individual, c: CPF */
    } TEXTS[] = {
        {"Devis n°\u00a0D-2026-000123", "ti"},
        {"Information tarifaire n°\u00a0I-2026-000123", "c"},
        {"Information tarifaire — ne vaut pas devis", "c"},
        {"moncompteformation.gouv.fr", "c"},
        {"Ce devis ne vaut pas admission.", "ti"},
        {"Bon pour accord", "t"},
        {"Association Été\n", ""}, /* never without its lines */
        {"Association Été: ", "t"},
        {"SIRET 732\u00a0829\u00a0320\u00a000074", "t"},
        {"Enregistrée sous le numéro [institution.nda]. Cet enregistrement ne vaut pas agrément de "
         "l’État.", "tic"},
        {"[contact.disability]", "tic"},
        {"certifié Qualiopi (actions de formation)", "tic"},
        {"RNCP41336, «\u00a0Titre exact\u00a0», niveau\u00a07", "tic"},
        {"Enregistrée le 24\u00a0septembre\u00a02025, jusqu’au 24\u00a0septembre\u00a02030", "tic"},
        {"490\u00a0heures de regroupements (420\u00a0heures de séminaires et 70\u00a0heures d’ateliers",
            "tic"},
        {"[quote.vat_sentence]", "tic"},
        {"[quote.cancellation]", "ti"},
        {"[quote.payment_third]", "t"},
        {"[quote.next_third]", "t"},
        {"14\u00a0jours à compter de la signature du contrat, conclu à distance", "i"},
        {"Rien n’est à payer avant", "i"},
        {"un contrat de formation professionnelle vous est proposé", "i"},
        {"D6353-1", "t"},
        {"non certifiant", "tic"},
        {"https://portail.example/donnees", "tic"},
        {"https://portail.example/verifier", "tic"},
        {"D-7K3M-9QX2", "tic"},
        {"21\u00a0février\u00a02027", "tic"},
        {"5\u202f004,50\u00a0€", "c"},
    };
    for (unsigned kind = 0; kind < 3; kind++) {
        struct quote_world w = world(&COVERED);
        struct quote_ask ask = ask_of(OF_PAPER[kind], true, "");
        struct document d = paper(&w, &ask, &AS_ASKED, 1);
        struct str text = printed(&d);
        for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
            ck_assert_msg(says(text, TEXTS[i].text) == (strchr(TEXTS[i].on, "tic"[kind]) != NULL),
                "«%s» on the paper for %s:\n%.*s", TEXTS[i].text, OF_PAPER[kind], STR_ARG(text));
        ck_assert(!says(text, "TTC") && !says(text, "Démonstration"));
    }
}
END_TEST

/* What few institutions say, and a payer who has not given their OPCO's name yet. */
START_TEST(the_rarer_facts_are_printed)
{
    begin();
    struct intake i = COVERED;
    struct quote_world w = world(&i);
    struct quote_ask ask = ask_of("opco", true, "");
    i.capacity = 18;
    struct document d = paper(&w, &ask, &AS_ASKED, 1);
    struct str text = printed(&d);
    ck_assert(says(text, "Financement par l’OPCO\u00a0: à préciser"));
    ck_assert(says(text, "Effectif: 18 personnes au plus"));
    ck_assert(says(text, "Spécialité (NSF)\u00a0: [quote.nsf]"));
    ck_assert(says(text, "Paiement: 2\u00a0factures de 5\u202f202,50\u00a0€, aux dates fixées"));
    without = "quote.instalments_third";
    d = paper(&w, &ask, &AS_ASKED, 1);
    ck_assert(!says(printed(&d), "factures de"));
}
END_TEST

START_TEST(the_addressee_gives_its_references)
{
    begin();
    struct quote_world w = world(&COVERED);
    struct quote_ask ask = ask_of("opco", false, "");
    ask.opco_name = STR("Uniformation");
    ask.opco_reference = STR("U-77");
    ask.addressee_contact = STR("Mme Noor");
    ask.addressee_address = STR("1 rue A\n75001 Paris");
    ask.purchase_reference = STR("BC-9");
    ask.chorus_service = STR("S1");
    ask.chorus_engagement = STR("E2");
    ask.trainees = STR("Léa Ourd");
    struct document d = paper(&w, &ask, &AS_ASKED, 2);
    struct str text = printed(&d);
    static const char *const parts[] = {"Association Été: À l’attention de Mme Noor\n1 rue A\n75001",
        "OPCO\u00a0: Uniformation, dossier U-77", "Votre référence: BC-9", "Service Chorus Pro: S1",
        "Numéro d’engagement: E2", "Stagiaire: Léa Ourd", "D-2026-000123-2", "Version: 2",
        "remplace la précédente"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ck_assert_msg(says(text, parts[i]), "%s in\n%.*s", parts[i], STR_ARG(text));
}
END_TEST

START_TEST(what_has_no_value_says_so)
{
    begin();
    struct intake i = COVERED;
    i.rncp_fictional = true;
    struct quote_world fictional = world(&i), demo = world(&COVERED), real = world(&COVERED);
    demo.demo = true;
    struct quote_ask ask = ask_of("employer", false, "");
    ck_assert_str_is(paper(&fictional, &ask, &AS_ASKED, 1).mark, "Démonstration — sans valeur");
    ck_assert_str_is(paper(&demo, &ask, &AS_ASKED, 1).mark, "Démonstration — sans valeur");
    ck_assert_str_is(paper(&real, &ask, &AS_ASKED, 1).mark, "");
    struct quote_plan p = quote_plan_make(&real, &ask, &AS_ASKED, TODAY);
    struct document preview = quote_document(a, &real, &ask, &AS_ASKED, &p, STR(""), 1, TODAY);
    ck_assert_str_is(preview.mark, "Aperçu");
    struct quote_share share = {.part = 1, .parts = 2, .tariff = PAYER_THIRD,
        .amount = {{700000}, {0}}, .whole = {{1000500}, {0}}};
    struct quote_terms mixed = {.share = &share};
    p = quote_plan_make(&real, &ask, &mixed, TODAY);
    ck_assert_int_eq(p.stop, QUOTE_STOP_SEVERAL);
    ck_assert_int_eq(p.total.cents, 700000);
    struct document part = quote_document(a, &real, &ask, &mixed, &p, STR(""), 1, TODAY);
    ck_assert_str_is(part.mark, "À confirmer par le Cestes");
    ck_assert(says(printed(&part), "[quote.mixed]"));
    share.confirmed = true;
    ck_assert_int_eq(quote_plan_make(&real, &ask, &mixed, TODAY).stop, QUOTE_GO);
    share.whole[TARIFF_DIPLOMA].cents--; /* no such price */
    ck_assert_int_eq(quote_plan_make(&real, &ask, &mixed, TODAY).stop, QUOTE_STOP_TARIFF);
}
END_TEST

static const char *const EVIL[] = {"http://evil.example/x", "www.evil.example", "evil.example/x",
    "evil@evil.example", "evil <b>evil.example</b>",
    "evil.example (d’après la demande, non vérifié par nous)"};
static const char MARKED[] = "d’après la demande, non vérifié par nous)";

/* Whoever asks writes the same thing wherever they may. */
static struct quote_ask evil_ask(const char *payer, const char *words)
{
    struct str s = str_c(words);
    struct quote_ask ask = ask_of(payer, true, "third");
    ask.trainees = ask.addressee_name = ask.addressee_address = ask.addressee_contact = s;
    ask.purchase_reference = ask.opco_name = ask.opco_reference = s;
    ask.chorus_service = ask.chorus_engagement = ask.name = ask.email = ask.whom = s;
    return ask;
}

static bool evil_is_live(struct str text)
{
    struct str line;
    while (str_cut(&text, '\n', &line))
        if (line.n && says(line, "evil") && live_link(line))
            return true;
    return false;
}

/* Their words are no link on any paper, and where they stand it is said whose they are. */
START_TEST(whose_words_they_are_is_printed)
{
    begin();
    struct quote_world w = world(&COVERED);
    for (size_t paper_of = 0; paper_of < sizeof OF_PAPER / sizeof *OF_PAPER; paper_of++)
        for (size_t k = 0; k < sizeof EVIL / sizeof *EVIL; k++) {
            struct quote_ask ask = evil_ask(OF_PAPER[paper_of], EVIL[k]);
            struct document d = paper(&w, &ask, &AS_ASKED, 1);
            struct str text = printed(&d);
            size_t rows = 0;
            ck_assert_msg(says(text, "evil") && !evil_is_live(text), "%.*s", STR_ARG(text));
            ck_assert_msg(str_ends(d.addressee.text, str_c(MARKED)), "%.*s", STR_ARG(text));
            for (size_t i = 0; i < d.blocks_n; i++)
                for (size_t r = 0; r < d.blocks[i].rows_n; r++) {
                    struct str row = d.blocks[i].rows[r].text;
                    if (row.n == 0)
                        continue; /* a line to sign on */
                    ck_assert_msg(!says(row, "evil") || str_ends(row, str_c(MARKED)), "%.*s", STR_ARG(row));
                    rows += says(row, "evil");
                }
            ck_assert_uint_eq(rows, 1);
            for (size_t i = 0; i < d.facts_n; i++) /* said where it is addressed */
                ck_assert(!says(d.facts[i].text, "evil") || says(d.addressee.text, "références"));
        }
}
END_TEST

/* A paper that was frozen before is read through the same; twice is once. */
START_TEST(a_paper_frozen_before_is_marked_too)
{
    begin();
    struct quote_world w = world(&COVERED);
    struct quote_ask ask = ask_of("employer", false, "");
    struct document d = paper(&w, &ask, &AS_ASKED, 1), again = d;
    quote_document_theirs(a, &again);
    ck_assert(str_eq(printed(&d), printed(&again)));
    d.addressee = (struct document_row){.label = STR("http://evil.example/x"),
        .text = STR("1 rue A\nSIRET 732\u00a0829\u00a0320\u00a000074\nSIRET 0899123456\nevil@evil.example")};
    quote_document_theirs(a, &d);
    ck_assert_str_is(d.addressee.label, "evil [.] example/x");
    ck_assert_str_is(d.addressee.text, "1 rue A\nSIRET 732\u00a0829\u00a0320\u00a000074\nSIRET 08 · 99 · 12 · 34 "
        "· 56\nevil [@] evil [.] example\n(d’après la demande, non vérifié par nous)");
    /* nobody's name is nobody's word; a reference keeps its figures */
    ask.whom = STR("later");
    ask.headcount = 3;
    ask.chorus_engagement = STR("4500012345");
    struct str text = printed(&(struct document[]){paper(&w, &ask, &AS_ASKED, 1)}[0]);
    ck_assert_msg(says(text, "Stagiaire: 3 personnes\u00a0: à désigner\n"), "%.*s", STR_ARG(text));
    ck_assert(says(text, "Numéro d’engagement: 4500012345\n"));
    ask.trainees = STR("Léa à désigner");
    text = printed(&(struct document[]){paper(&w, &ask, &AS_ASKED, 1)}[0]);
    ck_assert_msg(says(text, "Léa à désigner (d’après"), "%.*s", STR_ARG(text));
}
END_TEST

SUITE_MAIN("domain: the paper of a quote", every_payer_has_its_amounts,
    each_line_names_its_tariff, the_paper_shows_what_the_plan_says, several_employees_are_counted,
    each_required_mention_stops_the_issue, the_intake_must_say_what_it_certifies,
    every_mention_is_printed_where_the_table_says, each_payer_reads_what_is_theirs,
    the_rarer_facts_are_printed, the_addressee_gives_its_references, what_has_no_value_says_so,
    whose_words_they_are_is_printed, a_paper_frozen_before_is_marked_too)
