"""pages.py - what a page holds that one can follow or fill in, and whether it is sound: every element
closed, one h1, no id twice, nothing named that is not there, and nothing that somebody typed become markup."""
import html.parser
import re

VOID = set("area base br col embed hr img input link meta source track wbr".split())
# Each actor's marker is "zz" and eight letters; values bring it as a tag and as an attribute too. What looks
# so inside a token is none.
MARKER = re.compile(r"(?<![A-Za-z0-9_-])zz[a-p]{8}(?![A-Za-z0-9_-])")


class Control:
    """One field of a form: `options` of a radio group, a list or a button; what it holds now."""

    def __init__(self, name, kind, value=""):
        self.name, self.kind, self.value, self.options, self.on = name, kind, value, [], False


class Form:
    def __init__(self, action, method):
        self.action, self.method = action, method.lower()
        self.controls, self.buttons = [], []

    def add(self, name, kind, value, on=False):
        """A radio button joins its group."""
        for control in self.controls:
            if kind == "radio" and (control.name, control.kind) == (name, "radio"):
                break
        else:
            control = Control(name, kind, "" if kind in ("radio", "checkbox") else value)
            self.controls.append(control)
        control.options.append(value)
        if on:
            control.value, control.on = value, True
        return control


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.wrong, self.h1 = [], [], [], 0
        self.open, self.ids, self.named = [], [], []
        self.form = self.area = self.choice = None
        self.feed(text)
        self.close()

    # -- elements

    def handle_starttag(self, tag, attrs):
        self.element(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.element(tag, attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "form":
            self.form = None
        if tag == "textarea" and self.area:
            self.area.value = self.area.value.removeprefix("\n")  # the page's, as browsers know
            self.area = None
        if tag == "select":
            self.choice = None

    def handle_data(self, data):
        if self.area:
            self.area.value += data

    def element(self, tag, attrs):
        names = [name for name, _ in attrs]
        a = dict(attrs)
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> has an attribute twice: {names}")
        if tag.startswith("zz") or any(name.startswith("zz") for name in names):
            self.wrong.append(f"what was typed became markup: <{tag} {names}>")
        self.h1 += tag == "h1"
        if a.get("id") is not None:
            self.ids.append(a["id"])
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            self.named += (a.get(name) or "").split()
        if tag == "a" and a.get("href"):
            self.links.append(a["href"])
        if tag == "form":
            self.form = Form(a.get("action", ""), a.get("method", "get"))
            self.forms.append(self.form)
        elif self.form and a.get("name"):
            self.field(tag, a)
        if tag == "option" and self.choice:
            self.choice.options.append(a.get("value", ""))
            if "selected" in a:
                self.choice.value = a.get("value", "")

    def field(self, tag, a):
        name, value = a["name"], a.get("value") or ""
        if tag == "button":
            self.form.buttons.append((name, value))
        elif tag == "textarea":
            self.area = self.form.add(name, "textarea", "")
        elif tag == "select":
            self.choice = self.form.add(name, "select", "")
            self.choice.options = []
        elif tag == "input":
            self.form.add(name, a.get("type", "text"), value, "checked" in a)

    # -- what is wrong with it

    def faults(self):
        wrong = list(self.wrong)
        wrong += [f"never closed: {self.open}"] if self.open else []
        wrong += [f"{self.h1} h1"] if self.h1 != 1 else []
        twice = {i for i in self.ids if self.ids.count(i) > 1}
        wrong += [f"ids twice: {twice}"] if twice else []
        absent = set(self.named) - set(self.ids)
        wrong += [f"named and not there: {absent}"] if absent else []
        return wrong
