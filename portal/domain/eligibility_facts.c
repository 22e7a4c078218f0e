/* What is judged, out of answered forms and of the institution's settings. */
#include "domain/eligibility.h"

#include "domain/fold.h"
#include "base/utf8.h"

/* How staff write a nature: the beginning of a word, folded. */
static const struct written_nature {
    const char *begins;
    enum nature nature;
} WRITTEN[] = {
    {"salari", NATURE_EMPLOYEE}, {"employee", NATURE_EMPLOYEE},
    {"independ", NATURE_SELF_EMPLOYED}, {"self_employed", NATURE_SELF_EMPLOYED},
    {"apprenti", NATURE_APPRENTICE}, {"alternan", NATURE_APPRENTICE},
    {"benevol", NATURE_VOLUNTEER}, {"volunteer", NATURE_VOLUNTEER},
    {"syndic", NATURE_UNION}, {"union", NATURE_UNION},
    {"volontari", NATURE_CIVIC_SERVICE}, {"civic_service", NATURE_CIVIC_SERVICE},
};

static void fold_text(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            return;
        fold_put(out, c == ',' || c == ';' || c == '\n' || c == '.' ? ' ' : c);
    }
}

/* False when a word is neither a nature nor a French "and". */
static bool read_natures(struct str folded, unsigned *found)
{
    struct str word;
    while (str_cut(&folded, ' ', &word)) {
        bool known = word.n == 0 || str_eq_c(word, "et") || str_eq_c(word, "ou");
        for (size_t i = 0; !known && i < sizeof WRITTEN / sizeof *WRITTEN; i++)
            if (str_starts(word, str_c(WRITTEN[i].begins))) {
                *found |= KIND(WRITTEN[i].nature, false);
                known = true;
            }
        if (!known)
            return false;
    }
    return *found != 0;
}

static bool read_counted(struct rules *r, struct str text)
{
    struct buf b;
    unsigned found = 0;
    buf_init(&b, 2000);
    fold_text(&b, text);
    bool understood = !b.overflow && read_natures(buf_str(&b), &found);
    buf_free(&b);
    if (understood) {
        r->without = (kinds)found;
        r->with_diploma = (kinds)(r->with_diploma | found);
        r->review = (kinds)(r->review & ~found);
    }
    return understood;
}

static bool read_apprenticeship(struct rules *r, struct str text)
{
    const kinds one = KIND(NATURE_APPRENTICE, false);
    struct buf b;
    buf_init(&b, 200);
    fold_text(&b, str_trim(text));
    struct str said = buf_str(&b);
    bool yes = str_eq_c(said, "oui"), no = str_eq_c(said, "non");
    bool review = str_eq_c(said, "a examiner");
    buf_free(&b);
    if (!yes && !no && !review)
        return false;
    r->with_diploma = (kinds)(yes ? r->with_diploma | one : r->with_diploma & ~one);
    r->without = (kinds)(yes ? r->without | one : r->without & ~one);
    r->review = (kinds)(review ? r->review | one : r->review & ~one);
    return true;
}

bool rules_read(struct rules *out, struct str decides, struct str counted,
    struct str apprenticeship)
{
    static const char *const dates[AT_N] = {"today", "closing", "start"};
    bool understood = decides.n == 0;
    *out = rules_default();
    for (int d = 0; d < AT_N; d++)
        if (str_eq_c(decides, dates[d])) {
            out->decides = (enum judged_at)d;
            understood = true;
        }
    if (str_trim(counted).n)
        understood &= read_counted(out, counted);
    if (str_trim(apprenticeship).n)
        understood &= read_apprenticeship(out, apprenticeship);
    return understood;
}

static int number_of(const struct answers *as, const char *name)
{
    uint64_t v;
    return str_to_u64(answers_get(as, name), 9999, &v) ? (int)v : 0;
}

bool diploma_fact_read(const struct answers *as, struct diploma_fact *out)
{
    struct str recognition = answers_get(as, "recognition");
    *out = (struct diploma_fact){
        .kind = diploma_kind_find(answers_get(as, "kind")),
        .level = number_of(as, "level"), /* "unknown" is no number */
        .in_progress = str_eq_c(answers_get(as, "state"), "in_progress"),
        .recognition = str_eq_c(recognition, "obtained")    ? RECOGNITION_OBTAINED
                       : str_eq_c(recognition, "requested") ? RECOGNITION_REQUESTED
                       : recognition.n                      ? RECOGNITION_NONE
                                                            : RECOGNITION_UNSAID,
    };
    for (size_t i = 0; i < as->form->n; i++) /* the questionnaire asks no year */
        if (strcmp(as->form->fields[i].name, "year") == 0)
            out->year = number_of(as, "year");
    return out->kind != NULL;
}

bool experience_fact_read(const struct answers *as, struct experience_fact *out)
{
    struct str field = answers_get(as, "field");
    *out = (struct experience_fact){.outside = str_eq_c(field, "other"),
        .ongoing = answers_get(as, "ongoing").n > 0,
        .percent = number_of(as, "working_time")};
    return nature_from_word(answers_get(as, "nature"), &out->nature) && field.n &&
           month_parse_iso(answers_get(as, "started"), &out->from) &&
           (out->ongoing || month_parse_iso(answers_get(as, "ended"), &out->to));
}
