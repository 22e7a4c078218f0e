#!/usr/bin/python3
"""slow.py - 1 200 connections of one address that trickle their headers, held open before the portal's own
nginx and before one that is set up by the production examples: meanwhile another address gets its page, and
the same address too. Then what stands in front of production, nftables.conf.example: understood by nft, and
where this machine lets us have a network of our own, loaded there and tried.

What is asked for is a state, not a speed: a page that was answered while all of them were held, by nginx and
not by the system's queue. Whoever was held for longer than nginx allows is opened anew, and it is tried again."""
import http.client
import os
import pathlib
import re
import resource
import select
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / "faults")]
# pylint: disable=wrong-import-position
from tally import check, verdict

SLOW = 1200
ROUNDS = 6
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "nginx"
URL = urllib.parse.urlsplit(os.environ["PORTAIL_URL"])
RUN, APP = pathlib.Path(os.environ["PORTAIL_RUN"]), pathlib.Path(os.environ["PORTAIL_APP"])
SITE = "candidature.example.fr"
# What comes first: half a request's headers, half a TLS ClientHello.
PLAIN, HELLO = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", bytes.fromhex("16030100f8010000f40303")


# ---- those who are slow

class Slow:
    """SLOW connections from 127.0.0.1, by turns to each of the doors [(port, what is said first)]."""

    def __init__(self, doors):
        self.doors, self.held = doors, []

    def gone(self):
        """Who has been answered or cut off: nobody should be, before its time."""
        poll = select.poll()
        for one in self.held:
            poll.register(one, select.POLLIN)
        closed = {fd for fd, _ in poll.poll(0)}
        return [one for one in self.held if one.fileno() in closed]

    def fill(self):
        for one in self.gone():
            self.held.remove(one)
            one.close()
        while len(self.held) < SLOW:
            port, first = self.doors[len(self.held) % len(self.doors)]
            one = socket.create_connection(("127.0.0.1", port), 20, ("127.0.0.1", 0))
            one.sendall(first)
            self.held.append(one)
        for one in self.held:  # and one byte more
            try:
                one.sendall(b"a")
            except OSError:
                pass  # gone() says so

    def close(self):
        for one in self.held:
            one.close()


def page(source, port, tls):
    """The status of the first page, asked for from that address; what went wrong, if nothing came."""
    try:
        if tls:
            context = ssl._create_unverified_context()  # the certificate was made a moment ago
            raw = socket.create_connection(("127.0.0.1", port), 15, (source, 0))
            link = http.client.HTTPSConnection(SITE, port, context=context)
            link.sock = context.wrap_socket(raw, server_hostname=SITE)
        else:
            link = http.client.HTTPConnection("127.0.0.1", port, 15, source_address=(source, 0))
        link.request("GET", "/", headers={"Host": SITE if tls else URL.netloc})
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer.status
    except OSError as error:
        return repr(error)


def sockets_of(master):
    """How many connections its worker processes hold."""
    children = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(os.readlink(fd).startswith("socket:") for child in children
               for fd in pathlib.Path(f"/proc/{child}/fd").iterdir() if fd.is_symlink())


def memory_of(master):
    children = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{c}/status").read_text())[1]) for c in children)


def hold(what, master, doors, port, tls):
    slow, seen, before = Slow(doors), None, memory_of(master)
    try:
        for _ in range(ROUNDS):
            slow.fill()
            others = page("127.0.0.2", port, tls)
            same = page("127.0.0.1", port, tls)
            held, cut = sockets_of(master), len(slow.gone())
            seen = {"autre": others, "même": same, "tenues": held, "coupées": cut}
            if others == same == 200 and held >= SLOW and not cut:
                break
        grown = memory_of(master) - before
    finally:
        slow.close()
    print(f"     {SLOW} held: {grown} kB more in nginx", flush=True)
    check(f"{what}: nginx holds {SLOW} slow connections of one address", seen["tenues"] >= SLOW and not seen["coupées"], seen)
    check(f"{what}: meanwhile another address is served", seen["autre"] == 200, seen)
    check(f"{what}: and so is the same", seen["même"] == 200, seen)


# ---- nginx as in production, but for its name, its ports and its files

def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def examples(folder, http_port, tls_port):
    main = (EXAMPLES / "nginx.conf.example").read_text("utf-8")
    site = (EXAMPLES / "production.conf.example").read_text("utf-8")
    (folder / "conf.d").mkdir()
    shutil.copytree(EXAMPLES / "common", folder / "common")
    for old, new in [("/run/nginx.pid", folder / "pid"), ("/var/log/nginx/error.log", folder / "error.log"),
                     ("include /etc/nginx/modules-enabled/*.conf;", ""), ("/etc/nginx/conf.d", folder / "conf.d")]:
        assert old in main, old
        main = main.replace(old, str(new))
    if os.geteuid() != 0:
        main = main.replace("user www-data;", "")
    for old, new in [("/etc/letsencrypt/live/candidature.example.fr", folder), ("/usr/local/share/portail-movsc", APP / "share/portail-movsc"),
                     ("/run/portail-corps", folder / "body"), ("/run/portail-reponses", folder / "answers"),
                     ("/var/log/nginx", folder), ("/var/log/portail-movsc", folder)]:
        assert old in site, old
        site = site.replace(old, str(new))
    site = re.sub(r" *listen \[::\][^;]*;\n", "", site)
    site = re.sub(r"listen 80\b", f"listen 127.0.0.1:{http_port}", site)
    site = re.sub(r"listen 443\b", f"listen 127.0.0.1:{tls_port}", site)
    for pool, stands in [("applicants", "applicants"), ("staff", "staff"), ("signin", "signin"), ("documents", "documents")]:
        assert f"/run/portail-movsc/{pool}.sock" in site, pool
        site = site.replace(f"/run/portail-movsc/{pool}.sock", str(RUN / "web" / stands / "sock"))
    (folder / "nginx.conf").write_text(main, "utf-8")
    (folder / "conf.d/portail.conf").write_text(site, "utf-8")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem", "-days", "2",
                    "-subj", f"/CN={SITE}", "-addext", f"subjectAltName=DNS:{SITE}"], check=True, capture_output=True)


def production():
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    with tempfile.TemporaryDirectory() as name:
        folder, http_port, tls_port = pathlib.Path(name), free_port(), free_port()
        folder.chmod(0o711)
        examples(folder, http_port, tls_port)
        command = [nginx, "-e", folder / "error.log", "-c", folder / "nginx.conf", "-g", "daemon off;"]
        said = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=30)
        if not check("the production examples are understood by nginx", said.returncode == 0, said.stderr):
            return
        master = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                if page("127.0.0.2", tls_port, True) == 200:
                    break
                time.sleep(0.1)
            hold("production", master.pid, [(http_port, PLAIN), (tls_port, HELLO)], tls_port, True)
        finally:
            master.terminate()
            master.wait(30)


# ---- the firewall

TRY = r"""
import fcntl, select, socket, struct, sys
with socket.socket() as s:  # the loopback of this new network is down
    fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", b"lo", 1 | 64))
host = socket.create_server(("127.0.0.1", 80), backlog=2000)
def come(source):
    one = socket.socket()
    one.settimeout(5)
    one.bind((source, 0))
    try:
        one.connect(("127.0.0.1", 80))
    except ConnectionRefusedError:
        return None
    return one
first = [come("127.0.0.7") for _ in range(300)]
print(sum(one is not None for one in first), come("127.0.0.8") is not None)
for one in first[:10]:
    one.close()
print(come("127.0.0.7") is not None)
"""


def firewall():
    rules = EXAMPLES / "nftables.conf.example"
    nft = shutil.which("nft") or "/usr/sbin/nft"
    own = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    alone = subprocess.run([*own, nft, "list", "ruleset"], capture_output=True, text=True).returncode == 0
    done = subprocess.run([*(own if alone else []), nft, "-c", "-f", rules], capture_output=True, text=True)
    check("nft understands nftables.conf.example", done.returncode == 0, done.stderr)
    if not alone:
        print("     not loaded: this machine refuses us a network of our own")
        return
    text = rules.read_text("utf-8")
    most = int(re.search(r"ip saddr ct count over (\d+)", text)[1])
    text = re.sub(r"^.*#.*$|^ *iif \"lo\" accept\n", "", text, flags=re.M)  # here everybody comes from lo
    with tempfile.TemporaryDirectory() as name:
        file = pathlib.Path(name) / "rules"
        file.write_text(text, "utf-8")
        done = subprocess.run([*own, "sh", "-c", f'"{nft}" -f "$0" && exec {sys.executable} -c "$1"', str(file), TRY],
                              capture_output=True, text=True, timeout=120)
    said = done.stdout.split()
    check(f"one address holds {most} connections and no more", said[:1] == [str(most)], done.stdout + done.stderr)
    check("another is let in meanwhile", said[1:2] == ["True"], done.stdout + done.stderr)


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * SLOW)), hard))
    master = int((RUN / "nginx.pid").read_text().split()[0])
    hold("the demonstration", master, [(URL.port, PLAIN)], URL.port, False)
    production()
    firewall()
    verdict()


main()
