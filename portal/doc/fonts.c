#include "doc/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

/* Latin first; then the scripts that names of people and places come in; then signs and emoji as
 * outlines (a colour font would become pictures, whose text nobody can copy or hear). */
#define OTHER_SCRIPTS                                                                              \
    "Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Armenian,Noto Sans Georgian,"           \
    "Noto Sans Ethiopic,Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Tamil,Noto Sans Thai,"    \
    "Noto Sans Tifinagh,Noto Sans NKo,Droid Sans Fallback,NanumGothic,"                            \
    "Noto Sans Symbols,Noto Sans Symbols2,Noto Sans Math,Symbola"

const char FONTS_SANS[] = "Open Sans," OTHER_SCRIPTS;
const char FONTS_SERIF[] = "P052,Noto Serif," OTHER_SCRIPTS;

/* Whatever else the machine has does not exist for us. */
static const char CONFIG[] =
    "<?xml version=\"1.0\"?><fontconfig>"
    "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>"
    "<cachedir>/var/cache/fontconfig</cachedir>"
    "<selectfont>"
    "<acceptfont>"
    "<glob>*/OpenSans-Regular.ttf</glob><glob>*/OpenSans-Semibold.ttf</glob>"
    "<glob>*/OpenSans-Bold.ttf</glob>"
    "<glob>*/P052-Roman.otf</glob><glob>*/P052-Bold.otf</glob>"
    "<glob>*/NotoSans*-Regular.ttf</glob><glob>*/NotoSans*-Bold.ttf</glob>"
    "<glob>*/NotoSerif-Regular.ttf</glob><glob>*/NotoSerif-Bold.ttf</glob>"
    "<glob>*/DroidSansFallbackFull.ttf</glob><glob>*/Symbola*.ttf</glob>"
    "<glob>*/NanumGothic.ttf</glob><glob>*/NanumGothicBold.ttf</glob>"
    "</acceptfont>"
    "<rejectfont><glob>*.*</glob></rejectfont>" /* a folder has no dot, and has to be entered */
    "</selectfont>"
    /* what Pango asks for when it sees an emoji */
    "<match target=\"pattern\"><test name=\"family\"><string>emoji</string></test>"
    "<edit name=\"family\" mode=\"assign\" binding=\"same\"><string>Symbola</string></edit>"
    "</match>"
    "</fontconfig>";

static const char *const NEEDED[] = {"Open Sans", "P052", "Noto Sans", "Symbola"};

static PangoFontMap *map;

static bool has_family(FcConfig *config, const char *name)
{
    FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, name, NULL);
    FcObjectSet *asked = FcObjectSetBuild(FC_FILE, NULL);
    FcFontSet *found = wanted && asked ? FcFontList(config, wanted, asked) : NULL;
    bool has = found && found->nfont > 0;
    if (found)
        FcFontSetDestroy(found);
    if (asked)
        FcObjectSetDestroy(asked);
    if (wanted)
        FcPatternDestroy(wanted);
    return has;
}

static FcConfig *config_load(struct buf *why)
{
    FcConfig *config = FcConfigCreate();
    if (!config || !FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)CONFIG, FcTrue) ||
        !FcConfigBuildFonts(config)) {
        buf_puts(why, "fontconfig does not take our table of fonts");
        goto fail;
    }
    for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++)
        if (!has_family(config, NEEDED[i])) {
            buf_printf(why, "the font family %s is not installed", NEEDED[i]);
            goto fail;
        }
    return config;
fail:
    if (config)
        FcConfigDestroy(config);
    return NULL;
}

static bool map_load(struct buf *why)
{
    FcConfig *config = config_load(why);
    if (!config)
        return false;
    /* the process's own configuration, lest Pango read the machine's, in a thread of its own */
    FcConfigSetCurrent(config);
    map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map) {
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    } else {
        buf_puts(why, "this cairo has no FreeType fonts");
    }
    FcConfigDestroy(config); /* the map holds its own reference */
    return map != NULL;
}

PangoContext *fonts_context(struct buf *why)
{
    if (!map && !map_load(why))
        return NULL;
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("fr-fr"));
    return context;
}

#ifdef __SANITIZE_ADDRESS__
/* Fontconfig's patterns point by offsets, which the leak checker cannot follow, and Pango's thread
 * holds some of them whenever the process ends. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig.so\n";
}
#endif
