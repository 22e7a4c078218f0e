/* doc/fonts.h - the fonts that documents are set in, and a Pango that knows no other.
 *
 * Which files may be used is a table in fonts.c, not the machine's taste: the same text is set
 * alike wherever the same packages are installed (nginx/debian.sh). One thread only. */
#ifndef DOC_FONTS_H
#define DOC_FONTS_H

#include "base/buf.h"

#include <pango/pangocairo.h>

/* Families, most wanted first; each list ends in those that know the other scripts. */
extern const char FONTS_SANS[], FONTS_SERIF[];

/* A new context for layouts, the caller's to unref: points are its unit, nothing is rounded to
 * pixels. The first call reads the fonts, which stay until the process ends: Pango looks for them in
 * a thread that nothing waits for. NULL, and why, when a family of ours is missing. */
PangoContext *fonts_context(struct buf *why);

#endif
