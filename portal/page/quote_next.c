/* What to do once the quote is there, by who pays: one list for the page and for the mail. */
#include "base/words.h"
#include "domain/payers.h"
#include "page/quote_link.h"
#include "page/shell.h"

struct steps {
    struct page *p;
    const struct quote_subject *s;
    struct view_fault *out;
    size_t n;
};

static void add(struct steps *t, struct str text, struct str href)
{
    if (text.n && t->n < QUOTE_NEXT_MAX)
        t->out[t->n++] = (struct view_fault){href, text};
}

static struct str apply_text(struct page *p, const struct quote_subject *s, const char *who)
{
    const struct intake *i = facts_intake_by_id(p->facts, s->intake);
    if (!i || intake_phase(i, p->now) != INTAKE_OPEN || i->closes_at.s == 0)
        return arena_printf(p->a, "%s une candidature sur ce portail.", who);
    return arena_printf(p->a, "%s une candidature sur ce portail, avant le %.*s.", who,
        STR_ARG(words_day(p->a, day_paris(i->closes_at))));
}

static void third(struct steps *t)
{
    struct str payer = t->s->ask.payer;
    add(t, STR("Transmettez ce devis à qui décide\u00a0: son lien ou le PDF suffisent. Il peut être "
               "accepté en ligne, sous réserve d’admission."), (struct str){0});
    if (str_eq(payer, STR("opco")))
        add(t, STR("L’employeur joint le devis et le programme à sa demande auprès de l’OPCO, avant le "
                   "début de la formation."), (struct str){0});
    else if (!str_eq(payer, STR("employer")))
        add(t, STR("Joignez le devis et le programme à la demande de financement, avant le début de "
                   "la formation."), (struct str){0});
    add(t, apply_text(t->p, t->s, "La personne formée dépose"), STR("/candidature"));
    add(t, STR("Après l’admission, le Cestes envoie la convention de formation à l’organisme. Elle se "
               "signe avant le début de la formation."), (struct str){0});
}

static void individual(struct steps *t)
{
    add(t, apply_text(t->p, t->s, "Déposez"), STR("/candidature"));
    add(t, STR("Après l’admission, le Cestes vous envoie un contrat de formation. Il n’y a rien à "
               "accepter en ligne."), (struct str){0});
    add(t, STR("Rien n’est à payer avant la fin du délai de rétractation, qui court à partir de la "
               "signature du contrat."), (struct str){0});
}

static void cpf(struct steps *t)
{
    struct str said = page_fact(t->p, "quote.cpf_information");
    add(t, said.n ? said : STR("L’inscription avec le CPF se fait sur moncompteformation.gouv.fr."),
        page_fact(t->p, "link.cpf_page"));
    add(t, apply_text(t->p, t->s, "Déposez aussi"), STR("/candidature"));
    if (t->s->ask.module)
        add(t, STR("Le module complémentaire, que le CPF ne paie pas, se règle à part."),
            (struct str){0});
}

size_t quote_next(struct page *p, const struct quote_subject *s, bool by_cpf, struct view_fault *out)
{
    struct steps t = {.p = p, .s = s, .out = out};
    const struct payer *payer = payer_find(s->ask.payer);
    if (by_cpf)
        cpf(&t);
    else if (payer && payer->tariff == PAYER_TARIFF_INDIVIDUAL)
        individual(&t);
    else
        third(&t);
    return t.n;
}
