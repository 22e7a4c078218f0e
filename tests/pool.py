#!/usr/bin/python3
"""pool.py [--first] LOGS FAILED < TASKS - runs the tests side by side and closes with one verdict.

A task is a line of standard input, tab-separated: ROOM/NAME, when it may run, how its output is read,
its command (one for bash). Each writes LOGS/ROOM-NAME.log. When:

    any     whenever there is a place
    portal  talks to the portal that runs; two at once
    after   once nobody of `portal` is left
    alone   as `after`, and one at a time: it kills what runs, or closes it for everybody

How: `check` (a program of libcheck), `tap` (node --test), `lines` (a line "ok …" or "FAIL …" a test,
then "N passed, N failed"), `exit` (the status is the one test).

Earlier lines begin first. With --first the rooms follow each other, and the first failure ends the run.
Whoever fails leaves its log in FAILED too, beside what the test itself left there."""
import collections
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
import xml.etree.ElementTree as xml

PLACES = 3        # two cores; somebody always waits for a mail, a lock or a clock
PORTAL_AT_ONCE = 2
SECONDS = 900     # whoever hangs is ended, and has failed
SLOWEST = 10
Test = collections.namedtuple("Test", "name passed seconds why")


class Task:
    def __init__(self, line, logs):
        self.name, self.when, self.how, self.command = line.rstrip("\n").split("\t")
        self.room = self.name.partition("/")[0]
        self.log = logs / (self.name.replace("/", "-") + ".log")
        self.tests, self.seconds, self.process, self.status = [], 0.0, None, None
        self.ended = False

    def run(self):
        began = time.monotonic()
        own = self.log.with_suffix(".xml")
        own.unlink(missing_ok=True)
        environment = {**os.environ, "CK_XML_LOG_FILE_NAME": str(own), "PORTAIL_TASK": self.name}
        lines = []
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["bash", "-c", self.command], env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
            if self.ended:  # before it had begun
                self.end()
            late = threading.Timer(SECONDS, self.end)
            late.daemon = True
            late.start()
            try:
                for line in self.process.stdout:
                    log.write(line)
                    log.flush()
                    lines.append((time.monotonic(), line.decode("utf-8", "replace").rstrip()))
            except OSError:  # no room for the log
                self.end()
                raise
            finally:
                late.cancel()
            self.status = self.process.wait()
        self.seconds = time.monotonic() - began
        self.tests = READERS[self.how](self, lines, began, own)
        if self.status and all(test.passed for test in self.tests):
            hung = self.seconds >= SECONDS
            why = f"n'a pas fini en {SECONDS} s" if hung else f"code {self.status}"
            self.tests.append(Test("(programme)", False, self.seconds, f"{why}\n{last_words(lines)}"))
        if not self.tests:  # whoever says nothing has proved nothing
            self.tests.append(Test("(programme)", False, self.seconds, "aucun essai"))

    def end(self):
        self.ended = True
        if self.process and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    @property
    def failed(self):
        return [test for test in self.tests if not test.passed]


# ---- what each kind of output says

def read_exit(task, lines, _began, _own):
    return [Test("", task.status == 0, task.seconds, f"code {task.status}\n{last_words(lines)}")]


def read_check(_task, lines, _began, own):
    """libcheck's own account has every test with its time; what it says of a failure lost its accents
    there, and is whole in what the program printed."""
    tests, said, at = [], {}, None
    for _, line in lines:
        point = re.match(r"(\S+:\d+):[FE]:[^:]*:(\w+):\d+: (.*)", line)
        if point:
            at = point[2]
            said[at] = f"{point[1]}: {point[3]}"
        elif at:
            said[at] += "\n" + line
    space = {"c": "http://check.sourceforge.net/ns"}
    try:
        account = xml.parse(own).getroot()
    except (FileNotFoundError, xml.ParseError):  # it died before or while it wrote: that is said of it
        return [Test(name, False, 0.0, why) for name, why in said.items()]
    for one in account.iterfind(".//c:test", space):
        name = one.findtext("c:id", "", space)
        tests.append(Test(name, one.get("result") == "success",
                          float(one.findtext("c:duration", "0", space)), said.get(name, "")))
    return tests


def read_tap(_task, lines, _began, _own):
    tests, at = [], None
    for _, line in lines:
        point = re.match(r"(ok|not ok) \d+ - (.*?)( # (?:SKIP|TODO).*)?$", line)
        if point:
            at = None if point[3] else {"name": point[2], "passed": point[1] == "ok", "seconds": 0.0, "why": ""}
            tests += [at] if at else []
        elif line == "  ...":
            at = None
        elif at:
            took = re.match(r"  duration_ms: ([\d.]+)", line)
            at["seconds"] = float(took[1]) / 1000 if took else at["seconds"]
            at["why"] += line.strip() + "\n"
    return [Test(**test) for test in tests]


def read_lines(task, lines, began, _own):
    tests, last, counted = [], began, None
    for i, (at, line) in enumerate(lines):
        point = re.match(r"(ok|FAIL) +(.*)", line)
        total = re.match(r"(\d+) passed, (\d+) failed$", line)
        if point:
            follows = lines[i + 1][1] if i + 1 < len(lines) else ""
            tests.append(Test(point[2], point[1] == "ok", at - last, follows.strip()))
            last = at
        elif total:
            counted = int(total[1]), int(total[2])
    wanted = sum(t.passed for t in tests), sum(not t.passed for t in tests)
    if counted != wanted:  # it died on its way, or counts what it does not name
        tests.append(Test("(compte)", False, 0.0, f"annonce {counted}, montre {wanted}\n{last_words(lines)}"))
    return tests


def last_words(lines):
    return "\n".join(line for _, line in lines[-20:])


READERS = {"exit": read_exit, "check": read_check, "tap": read_tap, "lines": read_lines}


# ---- who runs when

class Pool:
    def __init__(self, tasks, first):
        self.waiting, self.running, self.done = list(tasks), [], []
        self.first, self.turn = first, threading.Condition()

    def may_begin(self, task):
        if self.first and any(t.room != task.room for t in self.running):
            return False
        at_portal = [t for t in self.running if t.when in ("portal", "alone")]
        if task.when == "portal":
            return len(at_portal) < PORTAL_AT_ONCE and all(t.when == "portal" for t in at_portal)
        to_come = any(t.when == "portal" for t in self.waiting + self.running)
        if task.when == "alone":
            return not to_come and not at_portal
        return task.when == "any" or not to_come

    def next(self):
        """The first that may begin. Rooms that follow each other do so even when it has to wait."""
        for task in self.waiting:
            if self.may_begin(task):
                return task
            if self.first and self.running:
                return None
        return None

    def begin(self, task):
        self.waiting.remove(task)
        self.running.append(task)
        threading.Thread(target=self.work, args=(task,), daemon=True).start()

    def work(self, task):
        try:
            task.run()
        except Exception:  # whatever went wrong in here is a failure, never a run that waits for ever
            task.tests = [Test("(lecture)", False, task.seconds, traceback.format_exc())]
        with self.turn:
            self.running.remove(task)
            self.done.append(task)
            self.turn.notify()

    def run(self):
        total, said = len(self.waiting), 0
        with self.turn:
            while self.waiting or self.running:
                while len(self.running) < PLACES and (task := self.next()):
                    self.begin(task)
                self.turn.wait(30)
                for task in self.done[said:]:
                    tell(task, len(self.done), total)
                if said == len(self.done):
                    print("        …", ", ".join(t.name for t in self.running), flush=True)
                said = len(self.done)
                if self.first and any(t.failed for t in self.done):
                    self.waiting.clear()
                    for task in self.running:
                        task.end()
        return self.done


def tell(task, n, total):
    bad = len(task.failed)
    print(f"  {'✗' if bad else '✓'} {task.name:<34} {len(task.tests) - bad:4} réussis"
          f"{f' {bad:3} échoués' if bad else '            '} {task.seconds:6.1f} s   {n}/{total}", flush=True)


# ---- closing lines

def explain(task, kept):
    """What failed, what to run to see it alone, where everything lies."""
    kept.mkdir(parents=True, exist_ok=True)
    shutil.copy(task.log, kept)
    for test in task.failed:
        print(f"\n✗ {task.name}: {test.name}")
        print("    " + "\n    ".join(test.why[:3000].splitlines()))
    print(f"\n  Seul : ./dev check {task.name}\n  Tout ce qui en reste : {kept}/")
    for file in sorted(kept.rglob("*")):
        if file.is_file():
            print(f"    {file.relative_to(kept)}")


def close(done, failed_folder, elapsed):
    for task in done:
        if task.failed:
            explain(task, failed_folder / task.name.replace("/", "-"))
    rooms = collections.OrderedDict()
    for task in done:
        rooms.setdefault(task.room, []).append(task)
    print(f"\n  {'':12} réussis échoués  secondes")
    for room, tasks in rooms.items():
        bad = sum(len(t.failed) for t in tasks)
        print(f"  {room:<12} {sum(len(t.tests) for t in tasks) - bad:7} {bad:7} {sum(t.seconds for t in tasks):9.0f}")
    print(f"  ensemble, côte à côte {elapsed:19.0f}\n\n  Les plus longs :")
    every = [(test.seconds, task.name, test.name) for task in done for test in task.tests]
    for seconds, task, test in sorted(every, reverse=True)[:SLOWEST]:
        print(f"  {seconds:6.1f} s  {task}{': ' + test if test else ''}")
    passed = sum(test.passed for task in done for test in task.tests)
    failed = len(every) - passed
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return failed == 0 and passed > 0


def main():
    first = sys.argv[1:2] == ["--first"]
    logs, failed = map(pathlib.Path, sys.argv[1 + first:3 + first])
    began = time.monotonic()
    pool = Pool([Task(line, logs) for line in sys.stdin if line.strip()], first)

    def stop(_signal, _frame):
        for task in pool.running:
            task.end()
        os._exit(130)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    done = pool.run()
    sys.exit(0 if close(done, failed, time.monotonic() - began) else 1)


main()
