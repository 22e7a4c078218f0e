/* What people type and paste, and what is read in it: one row a case, the field, the bytes, the right value.
 * The kinds come from what people met elsewhere and from what failed here: decomposed accents, what is
 * invisible, the dashes and spaces of word processors, whole sentences, digits of other scripts. */
#include "base/utf8.h"
#include "domain/email.h"
#include "domain/forms.h"
#include "domain/identity_key.h"
#include "domain/postcode.h"
#include "domain/reference.h"
#include "domain/siret.h"
#include "domain/typed.h"
#include "suite.h"
#include "typed_stage.h"

/* ---- one box */

static const struct typed_case {
    const struct form *form;
    const char *field, *typed, *kept;
    enum fault fault;
    enum doubt doubt;
} TYPED[] = {
    /* a domain is never changed into another */
    {&form_identity, "email", "zoe@socie\u0301te\u0301.fr", "zoe@xn--socit-esab.fr", 0, 0},
    {&form_identity, "email", "zoe@soci\u00e9t\u00e9.fr", "zoe@xn--socit-esab.fr", 0, 0},
    {&form_identity, "email", "zoe@SOCI\u00c9T\u00c9.FR", "zoe@xn--socit-esab.fr", 0, 0},
    {&form_identity, "email", "zoe@SOCIE\u0301TE\u0301.fr", "zoe@xn--socit-esab.fr", 0, 0},
    {&form_identity, "email", "zoe@xn--socit-esab.fr", "zoe@xn--socit-esab.fr", 0, 0},
    {&form_identity, "email", "zoe@exemple\ufe0f.fr", "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "zoe@exem\u00adple.fr", "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "zoe@exem\u200bple\u2060.fr\ufeff", "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "zo\u034fe@exemple\U000e0041.fr", "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "\uff5a\uff4f\uff45\uff20\uff45\uff58\uff45\uff4d\uff50\uff4c\uff45\uff0e\uff46\uff52",
        "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "zoe@soci\u00e9t\u00e9\uff0efr", "zoe@xn--socit-esab.fr", 0, 0},
    {&form_identity, "email", "zoe@soci\u00e9t\u00e9\u3002fr", "zoe@xn--socit-esab.fr", 0, 0},
    {&form_identity, "email", "zoe@c\u2011d.co", "zoe@c-d.co", 0, 0},
    {&form_identity, "email", "zoe@stra\u00dfe.de", "zoe@xn--strae-oqa.de", 0, 0},
    {&form_identity, "email", "zoe@strasse.de", "zoe@strasse.de", 0, 0},
    {&form_identity, "email", "Zo\u00e9 Le Gall <zoe@exemple.fr>", "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "mailto:zoe@exemple.fr", "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "zoe@exemple.fr.", "zoe@exemple.fr", 0, 0},
    {&form_identity, "email", "zo\u00e9@exemple.fr", "", FAULT_ACCENT, 0},
    {&form_identity, "email", "zoe\u0301@exemple.fr", "", FAULT_ACCENT, 0},
    {&form_identity, "email", "\ufb01ona@exemple.fr", "", FAULT_ACCENT, 0},
    {&form_identity, "email", "zoe@exemple\u2764.fr", "", FAULT_FORMAT, 0},
    {&form_identity, "email", "zoe@exemple\u2013x.fr", "", FAULT_FORMAT, 0},
    {&form_identity, "email", "zoe@\u0301exemple.fr", "", FAULT_FORMAT, 0},
    {&form_identity, "email", "zoe@exemple.fr ou ana@exemple.fr", "", FAULT_FORMAT, 0},
    {&form_identity, "email", "zoe@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com", "", FAULT_FORMAT, 0},
    {&form_identity, "email", "zoe@\u0646\u0627\u0645\u0647.com", "zoe@xn--mgb4dbg.com", 0, 0},
    {&form_identity, "email", "zoe@exem\u200cple.fr", "zoe@exemple.fr", 0, 0},
    /* slips are asked about, and kept */
    {&form_identity, "email", "zoe@gmail.con", "zoe@gmail.con", 0, DOUBT_EMAIL},
    {&form_identity, "email", "zoe@gmial.com", "zoe@gmial.com", 0, DOUBT_EMAIL},
    {&form_identity, "email", "zoe@exemple.con", "zoe@exemple.con", 0, DOUBT_EMAIL},
    {&form_identity, "email", "zoe@gmail.com", "zoe@gmail.com", 0, 0},
    /* telephones */
    {&form_identity, "phone", "06\u201112\u201134\u201156\u201178", "06-12-34-56-78", 0, 0},
    {&form_identity, "phone", "06\u201012\u201234\u201356\u201478", "06-12-34-56-78", 0, 0},
    {&form_identity, "phone", "06\u221212\ufe6334\uff0d56\u204378", "06-12-34-56-78", 0, 0},
    {&form_identity, "phone", "27 31 15", "27 31 15", 0, 0},
    {&form_identity, "phone", "+33\ufe0f612345678", "+33612345678", 0, 0},
    {&form_identity, "phone", "\u202a+33\u00a06\u202f12\u200934\u300056\u205f78\u202c", "+33 6 12 34 56 78", 0, 0},
    {&form_identity, "phone", "\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "0612345678", 0, 0},
    {&form_identity, "phone", "\u0660\u0666\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", "0612345678", 0, 0},
    {&form_identity, "phone", "06\u00b712\u202234\u221956\u202778", "06.12.34.56.78", 0, 0},
    {&form_identity, "phone", "T\u00e9l. : 06 12 34 56 78", "06 12 34 56 78", 0, 0},
    {&form_identity, "phone", "tel:+33612345678", "+33612345678", 0, 0},
    {&form_identity, "phone", "27 31 1", "", FAULT_FORMAT, 0},
    {&form_identity, "phone", "06 12 34 56 78 ou 07 12 34 56 78", "", FAULT_FORMAT, 0},
    {&form_identity, "phone", "06 12 34 56 78 (le soir)", "", FAULT_FORMAT, 0},
    {&form_identity, "phone", "+1234567890123456", "", FAULT_FORMAT, 0},
    /* SIRET */
    {&form_funding, "payer_siret", "418\u2011166\u2011096\u201100051", "41816609600051", 0, 0},
    {&form_funding, "payer_siret", "418\u2013166\u2013096\u201300051", "41816609600051", 0, 0},
    {&form_funding, "payer_siret", "418.166.096\u202f00051\ufe0f", "41816609600051", 0, 0},
    {&form_funding, "payer_siret", "\uff14\uff11\uff18166096\uff10\uff10\uff10\uff15\uff11", "41816609600051", 0, 0},
    {&form_funding, "payer_siret", "SIRET : 418 166 096 00051 - APE 85.42Z", "41816609600051", 0, 0},
    {&form_funding, "payer_siret", "11122233344455", "11122233344455", 0, DOUBT_SIRET},
    {&form_funding, "payer_siret", "00000000000000", "00000000000000", 0, DOUBT_SIRET},
    {&form_funding, "payer_siret", "41816609600052", "41816609600052", 0, DOUBT_SIRET},
    {&form_funding, "payer_siret", "41816609600000", "41816609600000", 0, DOUBT_SIRET},
    {&form_funding, "payer_siret", "77777777777777", "77777777777777", 0, DOUBT_SIRET},
    {&form_funding, "payer_siret", "35600000049837", "35600000049837", 0, 0},
    {&form_funding, "payer_siret", "418 166 096", "", FAULT_FORMAT, 0},
    {&form_funding, "payer_siret", "FR 40 418166096", "", FAULT_FORMAT, 0},
    {&form_funding, "payer_siret", "41816609600051 ou 19753471200017", "", FAULT_FORMAT, 0},
    /* codes */
    {&form_code, "code", "482\u2011915", "482915", 0, 0},
    {&form_code, "code", "4\ufe0f\u20e382915", "", FAULT_FORMAT, 0}, /* a digit in a key: no digit */
    {&form_code, "code", "\u0664\u0668\u0662 \u0669\u0661\u0665", "482915", 0, 0},
    {&form_code, "code", "482 915 est votre code, valable 10 minutes", "482915", 0, 0},
    {&form_code, "code", "Votre code de connexion : 482915.", "482915", 0, 0},
    {&form_code, "code", "482915 (votre code : 482 915)", "482915", 0, 0},
    {&form_code, "code", "Dossier 123456 : votre code est 482 915", "", FAULT_FORMAT, 0},
    {&form_code, "code", "Votre code est 4829150", "", FAULT_FORMAT, 0},
    /* numbers, years, amounts */
    {&form_experience, "working_time", "\uff15\uff10\u202f\uff05", "50", 0, 0},
    {&form_experience, "working_time", "50 pour cent", "50", 0, 0},
    {&form_experience, "working_time", "50,0", "50", 0, 0},
    {&form_experience, "working_time", "35h", "", FAULT_FORMAT, 0},
    {&form_experience, "working_time", "4,5", "", FAULT_WHOLE, 0},
    {&form_experience, "working_time", "62.5 %", "", FAULT_WHOLE, 0},
    {&form_eligibility, "pro_years", "4 ans", "4", 0, 0},
    {&form_eligibility, "pro_years", "4 ann\u00e9es", "4", 0, 0},
    {&form_eligibility, "pro_years", "4,5", "", FAULT_WHOLE, 0},
    {&form_eligibility, "pro_years", "4 mois", "", FAULT_FORMAT, 0},
    {&form_eligibility, "pro_months", "4\u00a0mois", "4", 0, 0},
    {&form_diploma, "year", "\uff12\uff10\uff11\uff12", "2012", 0, 0},
    {&form_diploma, "year", "juin 2012", "2012", 0, 0},
    {&form_diploma, "year", "2011\u20132012", "", FAULT_FORMAT, 0},
    {&form_funding, "cpf_amount", "1\u2009200,50\u00a0\u20ac", "120050", 0, 0},
    {&form_funding, "cpf_amount", "1 200 euros", "120000", 0, 0},
    {&form_funding, "cpf_amount", "\uff11\uff12\uff10\uff10", "120000", 0, 0},
    {&form_funding, "cpf_amount", "\u2212300", "", FAULT_FORMAT, 0},
    /* names and texts are composed, and stay what they are */
    {&form_identity, "birth_name", "Le\u0301vy\u2011Zoe\u0308", "L\u00e9vy\u2011Zo\u00eb", 0, 0},
    {&form_identity, "birth_name", "Nguye\u0302\u0303n", "Nguy\u1ec5n", 0, 0},
    {&form_identity, "birth_name", "Du\u034fpont\ufe0f\u180b", "Dupont", 0, 0},
    {&form_identity, "birth_name", "\u1112\u1161\u11ab", "\ud55c", 0, 0},
    {&form_identity, "given_names", "-", "", FAULT_FORMAT, 0},
    {&form_identity, "given_names", "\u2011", "", FAULT_FORMAT, 0},
    {&form_identity, "given_names", "\u3164", "", 0, 0},
    {&form_identity, "city", "Saint\u2011E\u0301tienne\u2003sur  mer", "Saint\u2011\u00c9tienne sur mer", 0, 0},
    {&form_identity, "street", "3 re\u0301sidence\r\n\u00e0 l\u2019e\u0301tage", "3 r\u00e9sidence\n\u00e0 l\u2019\u00e9tage",
        0, 0},
};

START_TEST(each_case_gives_the_right_value)
{
    begin();
    for (size_t i = 0; i < sizeof TYPED / sizeof *TYPED; i++) {
        const struct typed_case *c = &TYPED[i];
        const char *payer = strcmp(c->field, "cpf_amount") == 0 ? "cpf" : "employer";
        struct answers as = READ(c->form, c->field, c->typed, "kind", "foreign", "nature", "employee", "payer", payer);
        const struct answer *at = answers_at(&as, c->field);
        ck_assert_msg(at->fault == c->fault && at->doubt == c->doubt && str_eq_c(at->value, c->kept),
            "%s «%s»: «%.*s», fault %d, doubt %d", c->field, c->typed, STR_ARG(at->value), (int)at->fault,
            (int)at->doubt);
        /* stored and shown, it is read again as the same */
        struct answers kept = answers_new(a, c->form);
        answers_set(a, &kept, (size_t)(at - as.v), at->value);
        const char *shown = arena_dup(a, answers_at(&kept, c->field)->typed).p;
        struct answers again = READ(c->form, c->field, shown, "kind", "foreign", "nature", "employee", "payer", payer);
        ck_assert_msg(str_eq(answers_get(&again, c->field), at->value), "%s: «%s» comes back as «%.*s»", c->field,
            shown, STR_ARG(answers_get(&again, c->field)));
    }
}
END_TEST

/* ---- dates, wherever they are pasted */

static const struct date_case {
    const char *d, *m, *y, *kept, *typed;
    enum fault fault;
} DATES[] = {
    {"27", "fe\u0301vrier", "1985", "1985-02-27", "27/f\u00e9vrier/1985", 0},
    {"27", "AOU\u0302T", "1985", "1985-08-27", "27/AO\u00dbT/1985", 0},
    {"01/02/1985", "", "", "1985-02-01", "01/02/1985", 0},
    {"01/02/1985", "/", " // ", "1985-02-01", "01/02/1985", 0}, /* a box of nothing but slashes is empty */
    {"01\u20442\u22151985", "", "", "1985-02-01", "01/2/1985", 0},
    {"01\u201102\u20111985", "", "", "1985-02-01", "01/02/1985", 0},
    {"1.2.1985", "", "", "1985-02-01", "1/2/1985", 0},
    {"1985-02-01", "", "", "1985-02-01", "01/02/1985", 0},
    {"01021985", "", "", "1985-02-01", "01/02/1985", 0},
    {"19850201", "", "", "1985-02-01", "01/02/1985", 0},
    {"le 1er fe\u0301vrier 1985", "", "", "1985-02-01", "1/f\u00e9vrier/1985", 0},
    {"n\u00e9e le vendredi 1 f\u00e9vrier 1985 \u00e0 Gap", "", "", "1985-02-01", "1/f\u00e9vrier/1985", 0},
    {"27 mars", "", "1985", "1985-03-27", "27/mars/1985", 0},
    {"27/03", "", "1985", "1985-03-27", "27/03/1985", 0},
    {"27", "03/1985", "", "1985-03-27", "27/03/1985", 0},
    {"27", "mars 1985", "", "1985-03-27", "27/mars/1985", 0},
    {"\uff12\uff17", "\uff13", "\uff11\uff19\uff18\uff15", "1985-03-27", "\uff12\uff17/\uff13/\uff11\uff19\uff18\uff15", 0},
    {"01/02/85", "", "", "", "01/02/85", FAULT_YEAR},
    {"31/02/1985", "", "", "", "31/02/1985", FAULT_FORMAT},
    {"27 mars", "", "", "", "27/mars/", FAULT_PARTIAL},
    {"27/03/1985", "4", "", "", "27 03 1985/4/", FAULT_PARTIAL}, /* two dates: nothing moves */
    {"27 mars 1985 ou 28 mars 1985", "", "", "", "27 mars 1985 ou 28 mars 1985//", FAULT_PARTIAL},
    {"10111912", "", "", "1912-11-10", "10/11/1912", 0}, /* 1011 is no year of a date here */
    {"20022002", "", "", "2002-02-20", "20/02/2002", 0}, /* and 2002 has no twentieth month */
};

START_TEST(dates_are_understood_wherever_they_are_pasted)
{
    begin();
    for (size_t i = 0; i < sizeof DATES / sizeof *DATES; i++) {
        const struct date_case *c = &DATES[i];
        struct answers as = READ(
            &form_identity, "birth_date.d", c->d, "birth_date.m", c->m, "birth_date.y", c->y);
        const struct answer *at = answers_at(&as, "birth_date");
        ck_assert_msg(at->fault == c->fault && str_eq_c(at->value, c->kept) && str_eq_c(at->typed, c->typed),
            "%s/%s/%s: «%.*s» shown «%.*s» fault %d", c->d, c->m, c->y, STR_ARG(at->value), STR_ARG(at->typed),
            (int)at->fault);
    }
    static const struct {
        const char *m, *y, *kept;
    } months[] = {{"09/2021", "", "2021-09"}, {"sept. 2021", "", "2021-09"}, {"2021-09", "", "2021-09"},
        {"01/09/2021", "", "2021-09"}, {"de\u0301cembre", "2020", "2020-12"}, {"septembre 2021", "2021", "2021-09"}};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        struct answers as = READ(&form_experience, "started.m", months[i].m, "started.y", months[i].y);
        ck_assert_msg(str_eq_c(answers_get(&as, "started"), months[i].kept), "%s", months[i].m);
    }
}
END_TEST

/* A date that can be read in two ways is the person's to say. */
START_TEST(what_could_be_two_is_not_chosen)
{
    struct str out[3];
    char to[TYPED_DIGITS + 1];
    ck_assert(!typed_date(STR("20102011"), false, out) || str_eq(out[2], STR("2011")));
    ck_assert(!typed_date(STR("19851985"), false, out));
    ck_assert(!typed_date(STR("mars 1985 avril 1986"), false, out));
    ck_assert(!typed_date(STR(""), false, out) && !typed_date(STR("27"), false, out));
    ck_assert(!typed_digits(STR("a 111111 222222"), 6, to));
    ck_assert(typed_digits(STR("a 111111 b 111111"), 6, to) && strcmp(to, "111111") == 0);
    ck_assert(!typed_digits(STR(""), 6, to) && !typed_digits(STR("..."), 6, to));
}
END_TEST

START_TEST(a_reference_is_read_with_any_dash)
{
    static const char *const typed[] = {"MOVSC-7K3M-9QX2", "movsc\u20117k3m\u20139qx2", "7K3M\u00a09QX2\ufe0f",
        "\uff2d\uff2f\uff36\uff33\uff23 7K3M 9QX2"};
    struct str out;
    begin();
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        ck_assert_msg(reference_parse(a, STR("MOVSC"), str_c(typed[i]), &out), "%s", typed[i]);
        ck_assert_str_is(out, "MOVSC-7K3M-9QX2");
    }
}
END_TEST

/* ---- addresses */

START_TEST(a_domain_is_shown_as_its_owner_writes_it)
{
    static const struct {
        const char *stored, *shown;
    } rows[] = {{"zoe@xn--socit-esab.fr", "zoe@soci\u00e9t\u00e9.fr"}, {"zoe@exemple.fr", "zoe@exemple.fr"},
        {"a@xn--mnchen-ost-9db.de", "a@m\u00fcnchen-ost.de"},
        {"a@xn--e1afmkfd.xn--p1ai", "a@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444"},
        {"a@xn--80ak6aa92e.com", "a@xn--80ak6aa92e.com"}, /* Cyrillic letters that look like a Latin word */
        {"a@xn--r8jz45g.jp", "a@\u4f8b\u3048.jp"}, {"a@xn--", "a@xn--"}, {"", ""}, {"xn--", "xn--"},
        {"a@xn--exemple-hfg.fr", "a@xn--exemple-hfg.fr"}};
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(str_eq_c(email_shown(a, str_c(rows[i].stored)), rows[i].shown), "%s: %.*s", rows[i].stored,
            STR_ARG(email_shown(a, str_c(rows[i].stored))));
}
END_TEST

static const struct slip_case {
    const char *typed, *meant; /* "": nothing to ask */
} SLIPS[] = {
    {"zoe@gmail.con", "zoe@gmail.com"}, {"zoe@gmial.com", "zoe@gmail.com"}, {"zoe@gmai.com", "zoe@gmail.com"},
    {"zoe@gmaill.com", "zoe@gmail.com"}, {"zoe@gmail.co", "zoe@gmail.com"}, {"zoe@gmail.cm", "zoe@gmail.com"},
    {"zoe@gmail.fr", "zoe@gmail.com"}, {"zoe@hotmial.fr", "zoe@hotmail.fr"}, {"zoe@hotmai.fr", "zoe@hotmail.fr"},
    {"zoe@orange.frr", "zoe@orange.fr"}, {"zoe@ornage.fr", "zoe@orange.fr"}, {"zoe@wanado.fr", "zoe@wanadoo.fr"},
    {"zoe@laposte.ne", "zoe@laposte.net"}, {"zoe@outlok.fr", "zoe@outlook.fr"}, {"zoe@yahooo.fr", "zoe@yahoo.fr"},
    {"zoe@mairie-gap.ft", "zoe@mairie-gap.fr"}, {"zoe@a.b.cmo", "zoe@a.b.com"},
    /* what exists is not asked about */
    {"zoe@gmail.com", ""}, {"zoe@mail.com", ""}, {"zoe@email.com", ""}, {"zoe@ymail.com", ""}, {"zoe@free.fr", ""},
    {"zoe@tree.fr", ""}, {"zoe@sfr.com", ""}, {"zoe@me.com", ""}, {"zoe@hotmail.de", ""}, {"zoe@hotmail.se", ""},
    {"zoe@yahoo.es", ""}, {"zoe@live.ca", ""}, {"zoe@gmx.net", ""}, {"zoe@exemple.fr", ""}, {"zoe@exemple.co", ""},
    {"zoe@exemple.cm", ""}, {"zoe@exemple.re", ""}, {"zoe@exemple.nc", ""}, {"zoe@orange.com", ""},
    {"zoe@xn--socit-esab.fr", ""}, {"zoe@cnam.fr", ""}, {"zoe@lecnam.net", ""},
};

START_TEST(slips_are_asked_about_and_what_exists_is_not)
{
    begin();
    ck_assert(!email_doubtful((struct str){NULL, 0}) && !email_meant(a, (struct str){NULL, 0}).n);
    for (size_t i = 0; i < sizeof SLIPS / sizeof *SLIPS; i++) {
        struct str email = str_c(SLIPS[i].typed), meant = email_meant(a, email), out;
        ck_assert_msg(str_eq_c(meant, SLIPS[i].meant), "%s: %.*s", SLIPS[i].typed, STR_ARG(meant));
        ck_assert_int_eq(email_doubtful(email), meant.n > 0);
        ck_assert_int_eq(email_read(a, email, &out), FAULT_NONE);
        ck_assert(str_eq(out, email)); /* and it is never changed */
        if (meant.n)
            ck_assert(!email_doubtful(meant)); /* what is proposed raises no question */
    }
}
END_TEST

/* What the rules before only encoded: which address it was meant to be. */
START_TEST(addresses_of_the_older_rules_are_told_apart)
{
    static const struct {
        const char *stored, *mended;
    } rows[] = {{"zoe@xn--societe-xgec.fr", "zoe@xn--socit-esab.fr"}, /* decomposed */
        {"zoe@xn--exemple-9573b.fr", "zoe@exemple.fr"},                /* a variation selector */
        {"zoe@xn--socit-esab.fr", ""}, {"zoe@exemple.fr", ""}, {"zoe@xn--.fr", ""}, {"zoe@xn--a.fr", ""}};
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(str_eq_c(email_mended(a, str_c(rows[i].stored)), rows[i].mended), "%s: «%.*s»", rows[i].stored,
            STR_ARG(email_mended(a, str_c(rows[i].stored))));
}
END_TEST

/* ---- postcodes */

START_TEST(a_postcode_is_compared_with_its_country)
{
    static const struct {
        const char *country, *code;
        bool fits;
    } rows[] = {{"France", "05000", true}, {"FRANCE", "F-05000", true}, {"france ", "75 003", true},
        {"France", "1000", false}, {"France", "2A004", false}, {"Fr", "750033", false}, {"Belgique", "1000", true},
        {"Belgique", "B-1000", true}, {"belgique", "75003", false}, {"Suisse", "CH-1201", true},
        {"Luxembourg", "L 1234", true}, {"Nouvelle-Cal\u00e9donie", "98800", true},
        {"nouvelle caledonie", "988", false}, {"Portugal", "1000-001", true}, {"Pays-Bas", "1011 AB", true},
        {"Canada", "H2X 1Y4", true}, {"Canada", "75003", false}, {"Alg\u00e9rie", "16000", true},
        {"Wakanda", "?", true}, {"", "12", true}, {"France", "", true}, {"\u00cele de la R\u00e9union", "97400", true}};
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg((postcode_expected(str_c(rows[i].country), str_c(rows[i].code)) == NULL) == rows[i].fits,
            "%s %s", rows[i].country, rows[i].code);
    struct answers as = READ(&form_identity, "postal_code", "1000", "country", "France");
    ck_assert_int_eq(answers_at(&as, "postal_code")->doubt, DOUBT_POSTCODE);
    ck_assert_str_is(answers_get(&as, "postal_code"), "1000");
    as = READ(&form_identity, "postal_code", "1000", "country", "Belgique");
    ck_assert_int_eq(answers_at(&as, "postal_code")->doubt, DOUBT_NONE);
}
END_TEST

/* ---- doubts */

START_TEST(a_doubt_is_shown_once_and_holds)
{
    begin();
    struct answers as = READ(&form_identity, "email", "zoe@gmail.con", "postal_code", "1000", "country", "France");
    struct str seen = answers_doubts(a, &as);
    ck_assert_str_is(seen, "email=zoe@gmail.con|postal_code=1000");
    ck_assert(answers_whole(&as) == false && !answers_any_fault(&as));
    ck_assert_ptr_eq(&as.form->fields[answers_new_doubt(a, &as, STR(""))], form_field(&form_identity, "email"));
    ck_assert_ptr_eq(&as.form->fields[answers_new_doubt(a, &as, STR("email=zoe@gmail.con"))],
        form_field(&form_identity, "postal_code"));
    ck_assert_uint_eq(answers_new_doubt(a, &as, seen), as.form->n);
    as = READ(&form_identity, "email", "zoe@gmail.con2.con", "postal_code", "1000", "country", "France");
    ck_assert_ptr_eq(&as.form->fields[answers_new_doubt(a, &as, seen)], form_field(&form_identity, "email"));
    as = READ(&form_funding, "payer", "individual", "payer_siret", "00000000000000");
    ck_assert_uint_eq(answers_doubts(a, &as).n, 0); /* it does not apply */
    as = answers_new(a, &form_funding);
    answers_set(a, &as, (size_t)(answers_at(&as, "payer_siret") - as.v), STR("11122233344455"));
    ck_assert_int_eq(answers_at(&as, "payer_siret")->doubt, DOUBT_SIRET); /* stored before, said since */
}
END_TEST

/* ---- the key of a person */

/* Composed or not, whatever the script: the door makes one text of both, so there is one key. */
START_TEST(equal_names_make_equal_keys)
{
    static const struct {
        const char *composed, *decomposed;
    } rows[] = {{"M\u00fcller", "Mu\u0308ller"}, {"Nguy\u1ec5n", "Nguye\u0302\u0303n"},
        {"\u0395\u03bb\u03ad\u03bd\u03b7", "\u0395\u03bb\u03b5\u0301\u03bd\u03b7"}, {"\u0419\u043e\u0448", "\u0418\u0306\u043e\u0448"},
        {"\ud55c", "\u1112\u1161\u11ab"}, {"\u0622", "\u0627\u0653"}, {"\u01ef", "\u0292\u030c"},
        {"\u00c5sa", "\u212bsa"}, {"L\u00e9vy", "L\ufe0fe\u200d\u0301vy"}};
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str key[3];
        const char *typed[2] = {rows[i].composed, rows[i].decomposed};
        for (int k = 0; k < 3; k++) {
            struct answers as = answers_new(a, &form_identity);
            if (k < 2)
                as = READ(&form_identity, "birth_name", typed[k]);
            else /* what an older version kept as it came */
                answers_set(a, &as, 0, utf8_clean_line(a, str_c(rows[i].decomposed)));
            struct identity who = {.birth_name = answers_get(&as, "birth_name"), .given_names = STR("Jean"),
                .birth_date = STR("1985-03-27")};
            ck_assert_uint_eq(identity_key_text(a, &who, &key[k]), 1);
        }
        ck_assert_msg(str_eq(key[0], key[1]) && str_eq(key[0], key[2]), "%s", rows[i].composed);
    }
}
END_TEST

/* Every code point that the door lets through is composed once and for all. */
START_TEST(the_door_is_passed_once)
{
    begin();
    for (uint32_t c = 1; c < 0x110000; c++) {
        char bytes[8] = "e";
        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        size_t n = 1 + utf8_put(bytes + 1, c);
        struct str once = utf8_clean_line(a, (struct str){bytes, n}), text = utf8_clean_text(a, (struct str){bytes, n});
        ck_assert_msg(utf8_valid(once) && str_eq(utf8_clean_line(a, once), once), "U+%04X", c);
        ck_assert_msg(str_eq(utf8_clean_text(a, text), text), "U+%04X", c);
        struct str plain = utf8_plain(a, once);
        ck_assert_msg(utf8_valid(plain) && str_eq(utf8_plain(a, plain), plain), "U+%04X", c);
        if (c % 4096 == 0)
            begin();
    }
}
END_TEST

SUITE_MAIN("domain typing", each_case_gives_the_right_value, dates_are_understood_wherever_they_are_pasted,
    what_could_be_two_is_not_chosen, a_reference_is_read_with_any_dash, a_domain_is_shown_as_its_owner_writes_it,
    slips_are_asked_about_and_what_exists_is_not, addresses_of_the_older_rules_are_told_apart,
    a_postcode_is_compared_with_its_country, a_doubt_is_shown_once_and_holds, equal_names_make_equal_keys,
    the_door_is_passed_once)
