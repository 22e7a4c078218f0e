/* Candidacies: one row however many ask, owners in every WHERE, what is typed comes back, the
 * statements that design.md §3 allows. */
#include "harness.h"

#include "domain/forms.h"
#include "store/session.h"
#include "store/step.h"
#include "store/tx.h"

static uint64_t start_one(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    struct candidacy c;
    (void)index;
    const struct owner *who = arg;
    return candidacy_start(db, a, *who, open_intake(), noon, &c) == RC_OK ? c.id : 0;
}

static void check_fifty(struct owner who)
{
    uint64_t ids[50];
    open_intake();
    parallel(50, "movsc_web", start_one, &who, ids);
    ck_assert_uint_ne(ids[0], 0);
    for (int i = 1; i < 50; i++)
        ck_assert_uint_eq(ids[i], ids[0]);
    struct candidacy *list;
    size_t n;
    ck_ok(candidacy_list(web, arena, who, &list, &n));
    ck_assert_uint_eq(n, 1);
}

START_TEST(fifty_starts_by_one_account_make_one_row)
{
    check_fifty((struct owner){.account = make_account(NULL)});
}
END_TEST

START_TEST(fifty_starts_in_one_session_make_one_row)
{
    check_fifty((struct owner){.session = make_session(0)});
}
END_TEST

START_TEST(another_ones_candidacy_is_not_found)
{
    uint64_t mine = make_account(NULL), theirs = make_account(NULL), session = make_session(0);
    struct candidacy c = make_candidacy(mine), found;
    ck_ok(candidacy_find(web, arena, c.public_id, (struct owner){.account = mine}, &found));
    ck_assert_uint_eq(found.id, c.id);
    ck_rc(candidacy_find(web, arena, c.public_id, (struct owner){.account = theirs}, &found),
        RC_NOT_FOUND);
    ck_rc(candidacy_find(web, arena, c.public_id, (struct owner){.session = session}, &found),
        RC_NOT_FOUND);
    ck_rc(candidacy_find(web, arena, c.public_id, (struct owner){0, 0}, &found), RC_NOT_FOUND);
    struct candidacy other = make_candidacy(theirs);
    struct answers as = answers_new(arena, &form_diploma);
    struct str id = {NULL, 0};
    struct item item;
    ck_ok(item_insert(web, arena, &form_diploma, c.id, &as, STR(""), noon, &id));
    ck_rc(item_find(web, arena, &form_diploma, other.id, id, false, &item), RC_NOT_FOUND);
    ck_rc(item_update(web, arena, &form_diploma, other.id, id, &as, STR(""), noon), RC_NOT_FOUND);
    ck_rc(item_delete(web, &form_diploma, other.id, id), RC_NOT_FOUND);
    ck_ok(item_update(web, arena, &form_diploma, c.id, id, &as, STR(""), noon));
    ck_ok(item_delete(web, &form_diploma, c.id, id));
}
END_TEST

struct attach {
    uint64_t draft, account;
    struct str email;
    struct candidacy existing;
};

static enum rc attach(struct db *db, void *arg)
{
    struct attach *t = arg;
    return candidacy_attach(db, arena, t->draft, t->account, t->email, noon, &t->existing);
}

START_TEST(a_draft_goes_to_the_account_that_proves_its_address)
{
    struct str email;
    uint64_t account = make_account(&email), session = make_session(0);
    struct candidacy draft, *list;
    size_t n;
    ck_ok(candidacy_start(
        web, arena, (struct owner){.session = session}, open_intake(), noon, &draft));
    ck_ok(candidacy_set_draft_email(web, draft.id, email, noon));
    ck_ok(candidacy_drafts_of_email(web, arena, email, 0, &list, &n));
    ck_assert(n == 1 && list[0].id == draft.id);
    struct attach wrong = {draft.id, account, STR("autre@exemple.fr"), {0}};
    ck_rc(tx_run(web, attach, &wrong), RC_NOT_FOUND);
    struct attach right = {draft.id, account, email, {0}};
    ck_ok(tx_run(web, attach, &right));
    struct candidacy c;
    ck_ok(candidacy_find(web, arena, draft.public_id, (struct owner){.account = account}, &c));
    ck_assert(c.session == 0 && c.account == account && c.email_confirmed.s == noon.s);
    ck_rc(candidacy_find(web, arena, draft.public_id, (struct owner){.session = session}, &c),
        RC_NOT_FOUND);
    /* A second draft of the same address: the one there is, is offered. */
    ck_ok(candidacy_start(
        web, arena, (struct owner){.session = session}, open_intake(), noon, &c));
    ck_assert_uint_ne(c.id, draft.id);
    ck_ok(candidacy_set_draft_email(web, c.id, email, noon));
    struct attach again = {c.id, account, email, {0}};
    ck_rc(tx_run(web, attach, &again), RC_CONFLICT);
    ck_assert_uint_eq(again.existing.id, draft.id);
}
END_TEST

START_TEST(a_state_changes_once)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    ck_ok(candidacy_change_state(web, c.id, STATE_DRAFT, c.version, STATE_WITHDRAWN, noon));
    ck_rc(candidacy_change_state(web, c.id, STATE_DRAFT, c.version, STATE_WITHDRAWN, noon),
        RC_CONFLICT);
    ck_rc(candidacy_change_state(web, c.id, STATE_WITHDRAWN, c.version, STATE_DRAFT, noon),
        RC_CONFLICT);
    ck_ok(candidacy_lock(web, arena, c.id, &c));
    ck_assert_int_eq((int)c.withdrawn.s, (int)noon.s);
    ck_ok(candidacy_change_state(web, c.id, STATE_WITHDRAWN, c.version, STATE_DRAFT, noon));
    /* Starting again reopens the same row. */
    ck_assert_uint_eq(make_candidacy(c.account).id, c.id);
}
END_TEST

static void set(struct answers *as, const char *name, const char *value)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (strcmp(as->form->fields[i].name, name) == 0)
            answers_set(arena, as, i, str_c(value));
}

START_TEST(what_is_saved_comes_back_whole)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    struct step_row step;
    ck_ok(step_load(web, arena, &form_identity, c.id, false, &step));
    ck_assert(!step.stored && step.answers.v[0].value.n == 0);
    struct answers as = answers_new(arena, &form_identity);
    set(&as, "birth_name", "Lévy-Œuvrard");
    set(&as, "birth_date", "1985-02-28");
    set(&as, "street", "1 rue de l’Été\n3e étage");
    /* A date that no column can hold stays as it was typed, and why. */
    *answers_at(&as, "birth_date") =
        (struct answer){.typed = STR("31/02/1985"), .fault = FAULT_FORMAT};
    struct str writers = STR("birth_name=abcdefgh street=ijklmnop");
    ck_ok(step_save(web, arena, &form_identity, c.id, &as, writers, noon));
    ck_ok(step_load(web, arena, &form_identity, c.id, false, &step));
    ck_assert(step.stored && step.updated.s == noon.s && str_eq(step.writers, writers));
    ck_assert_str_is(answers_get(&step.answers, "birth_name"), "Lévy-Œuvrard");
    ck_assert_str_is(answers_get(&step.answers, "street"), "1 rue de l’Été\n3e étage");
    struct answer *date = answers_at(&step.answers, "birth_date");
    ck_assert_str_is(date->typed, "31/02/1985");
    ck_assert(date->fault == FAULT_FORMAT && date->value.n == 0);
    set(&as, "birth_date", "1985-02-28");
    ck_ok(step_save(web, arena, &form_identity, c.id, &as, writers, noon));
    ck_ok(step_load(web, arena, &form_identity, c.id, false, &step));
    ck_assert_str_is(answers_get(&step.answers, "birth_date"), "1985-02-28");
    ck_assert(answers_at(&step.answers, "birth_date")->fault == FAULT_NONE);
}
END_TEST

START_TEST(an_experience_keeps_months_numbers_and_boxes)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    struct answers as = answers_new(arena, &form_experience);
    struct str id = {NULL, 0};
    struct item *items;
    size_t n;
    set(&as, "nature", "employee");
    set(&as, "organisation", "Les Amis du Théâtre");
    set(&as, "started", "2021-09");
    set(&as, "ongoing", "1");
    set(&as, "working_time", "80");
    ck_ok(item_insert(web, arena, &form_experience, c.id, &as, STR(""), noon, &id));
    id = (struct str){NULL, 0};
    set(&as, "nature", "union"); /* and no organisation, whatever was typed before */
    set(&as, "ongoing", "");
    set(&as, "ended", "2024-08");
    ck_ok(item_insert(web, arena, &form_experience, c.id, &as, STR(""), noon, &id));
    ck_ok(item_list(web, arena, &form_experience, c.id, &items, &n));
    ck_assert(n == 2 && items[0].position == 1 && items[1].position == 2);
    const struct answers *first = &items[0].step.answers, *second = &items[1].step.answers;
    ck_assert_str_is(answers_get(first, "started"), "2021-09");
    ck_assert_str_is(answers_get(first, "ongoing"), "1");
    ck_assert_str_is(answers_get(first, "ended"), "");
    ck_assert_str_is(answers_get(first, "working_time"), "80");
    ck_assert_str_is(answers_get(first, "organisation"), "Les Amis du Théâtre");
    ck_assert_str_is(answers_get(second, "organisation"), "");
    ck_assert_str_is(answers_get(second, "ended"), "2024-08");
    ck_assert(str_eq(items[1].public_id, id));
}
END_TEST

START_TEST(there_is_an_end_to_items)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    struct answers as = answers_new(arena, &form_diploma);
    struct str id = {NULL, 0};
    for (int i = 0; i < ITEMS_MAX; i++) {
        id = (struct str){NULL, 0};
        ck_ok(item_insert(web, arena, &form_diploma, c.id, &as, STR(""), noon, &id));
    }
    /* The same form sent twice gives its own id again: one row. */
    struct str again = id;
    ck_ok(item_delete(web, &form_diploma, c.id, id));
    ck_ok(item_insert(web, arena, &form_diploma, c.id, &as, STR(""), noon, &again));
    ck_assert(str_eq(again, id));
    id = (struct str){NULL, 0};
    ck_rc(item_insert(web, arena, &form_diploma, c.id, &as, STR(""), noon, &id), RC_TOO_LARGE);
}
END_TEST

struct save {
    const struct form *form;
    const struct candidacy *candidacy;
};

static enum rc save_step(struct db *db, void *arg)
{
    const struct save *s = arg;
    struct step_row step;
    enum rc rc = step_load(db, arena, s->form, s->candidacy->id, true, &step);
    if (rc == RC_OK)
        rc = candidacy_touch(db, s->candidacy, noon);
    if (rc != RC_OK)
        return rc;
    return step_save(db, arena, s->form, s->candidacy->id, &step.answers, step.writers, noon);
}

/* What is saved beside a submission that has just been made is refused, a moment's repetition is not. */
START_TEST(saved_only_in_the_state_that_was_seen)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    ck_ok(candidacy_touch(web, &c, noon));
    ck_ok(candidacy_touch(web, &c, noon));
    ck_ok(candidacy_change_state(
        web, c.id, STATE_DRAFT, c.version, STATE_SUBMITTED, noon));
    ck_rc(candidacy_touch(web, &c, noon), RC_CONFLICT);
    struct save save = {&form_identity, &c};
    ck_rc(tx_run(web, save_step, &save), RC_CONFLICT);
    ck_assert_uint_eq(root_number("SELECT (SELECT COUNT(*) FROM candidacy_identity i WHERE"
                                  " i.candidacy_id = c.id) FROM candidacy c ORDER BY id DESC LIMIT 1"), 0);
}
END_TEST

/* design.md §3: at most 3 statements to show a step, 6 to save one, 5 to list or check all. */
START_TEST(statements_are_few)
{
    static const struct form *const steps[] = {
        &form_identity, &form_project, &form_funding, &form_module};
    unsigned char hash[SESSION_HASH] = "statements_are_few";
    struct session_new made = {.account = make_account(NULL), .idle_seconds = 3600,
        .absolute_seconds = 3600};
    memcpy(made.token_hash, hash, sizeof hash);
    uint64_t id;
    ck_ok(session_insert(web, &made, noon, &id));
    struct candidacy c = make_candidacy(made.account);
    struct session session;
    struct step_row step, all[4];
    struct item *items;
    size_t n;
    const struct owner who = {.account = made.account};

    ck_ok(db_request(web, STR(""), noon));
    ck_ok(session_find(web, arena, hash, noon, &session));
    ck_ok(candidacy_find(web, arena, c.public_id, who, &c));
    ck_ok(step_load(web, arena, &form_identity, c.id, false, &step));
    ck_assert_uint_le(db_statements(web), 3);

    ck_ok(db_request(web, STR(""), noon));
    ck_ok(session_find(web, arena, hash, noon, &session));
    ck_ok(candidacy_find(web, arena, c.public_id, who, &c));
    struct save save = {&form_identity, &c};
    ck_ok(tx_run(web, save_step, &save));
    ck_assert_uint_le(db_statements(web), 6);

    ck_ok(db_request(web, STR(""), noon));
    ck_ok(session_find(web, arena, hash, noon, &session));
    ck_ok(candidacy_find(web, arena, c.public_id, who, &c));
    ck_ok(step_load_all(web, arena, steps, 4, c.id, all));
    ck_ok(item_list(web, arena, &form_diploma, c.id, &items, &n));
    ck_ok(item_list(web, arena, &form_experience, c.id, &items, &n));
    ck_assert_uint_le(db_statements(web), 5);
    ck_assert(all[0].stored && !all[3].stored);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {fifty_starts_by_one_account_make_one_row,
        fifty_starts_in_one_session_make_one_row, another_ones_candidacy_is_not_found,
        a_draft_goes_to_the_account_that_proves_its_address, a_state_changes_once,
        what_is_saved_comes_back_whole, an_experience_keeps_months_numbers_and_boxes,
        there_is_an_end_to_items, saved_only_in_the_state_that_was_seen, statements_are_few};
    return store_suite("candidacy", tests, sizeof tests / sizeof *tests);
}
