/* page/desk_team.h - /gestion/equipe: who works here and what they may do; administrators only, and
 * each act asks for identity again. */
#ifndef PAGE_DESK_TEAM_H
#define PAGE_DESK_TEAM_H

#include "page/page.h"

enum rc page_desk_team(struct page *p);          /* GET  /gestion/equipe */
enum rc page_desk_invite_new(struct page *p);    /* GET  /gestion/equipe/inviter */
enum rc page_desk_invite_make(struct page *p);   /* POST: the link is shown, this once */
enum rc page_desk_member(struct page *p);        /* GET  /gestion/equipe/{id} */
enum rc page_desk_member_roles(struct page *p);  /* POST /gestion/equipe/{id} */
enum rc page_desk_member_reset(struct page *p);  /* POST /gestion/equipe/{id}/reinitialiser */
enum rc page_desk_member_disable(struct page *p); /* POST /gestion/equipe/{id}/desactiver */

#endif
