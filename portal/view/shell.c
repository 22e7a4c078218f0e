/* view/shell.c - the one piece of the head that a template cannot say: names that carry a hash of
 * their content, known only after the assets have been built. */
#include "view/shell.h"
#include "view/assets.h"

void view_assets_html(struct buf *out, const struct view_shell *v)
{
    (void)v;
    buf_puts(out, "<link rel=\"icon\" href=\"" ASSET_ICON "\" type=\"image/svg+xml\">\n"
                  "<link rel=\"stylesheet\" href=\"" ASSET_CSS "\">\n"
                  "<script type=\"module\" src=\"" ASSET_JS "\"></script>\n");
}
