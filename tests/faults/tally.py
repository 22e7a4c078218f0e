"""tally.py - what a program of checks says: a line for each, and at the end how many."""
import sys
import threading

passed = failed = 0
_lock = threading.Lock()


def check(what, ok, seen=""):
    """Counts it, and gives `ok` back; `seen` is shown when it does not hold."""
    global passed, failed
    with _lock:
        print(("ok   " if ok else "FAIL ") + what + ("" if ok else f"\n     {seen}"), flush=True)
        passed += bool(ok)
        failed += not ok
    return ok


def verdict():
    """Ends the program: badly when one failed, or none was asked."""
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)
