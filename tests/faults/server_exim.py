"""A real mail server, Exim, on the loopback: it takes our mails, meets who refuses them, and writes
the reports that come back into a Maildir.

Debian's own programs, laid out in a folder and not installed (nginx/debian.sh unpack): an installed
one would replace the machine's. Exim wants a system account of its own, which does not exist there:
libnss-wrapper shows it one, whose number is an unprivileged user's.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ["exim4-daemon-light", "libnss-wrapper", "libgnutls-dane0", "libunbound8",
            "libevent-2.1-7", "libidn12", "libdb5.3"]
NOBODY = 65534

CONFIG = """
exim_path = {exim}
spool_directory = {at}/spool
log_file_path = {at}/log/%slog
pid_file_path = {at}/pid
keep_environment = LD_PRELOAD : LD_LIBRARY_PATH : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
primary_hostname = mx.cestes.example
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
tls_advertise_hosts =
delay_warning = 1s
delay_warning_condition = yes
acl_smtp_rcpt = all
acl_smtp_data = all
begin acl
all:
  accept
begin routers
back:
  driver = accept
  domains = cestes.example
  transport = maildir
out:
  driver = manualroute
  route_list = * 127.0.0.1 byname
  self = send
  transport = remote
begin transports
maildir:
  driver = appendfile
  directory = {maildir}
  maildir_format
  create_directory
  directory_mode = 0777
  mode = 0666
  envelope_to_add
  return_path_add
remote:
  driver = smtp
  port = {relay}
  hosts_try_fastopen =
  allow_localhost
begin retry
late.example * F,1h,1h
* * F,1s,1s
"""


def unpack(build):
    """Where its packages lie. Fetched once, by tests/check.sh before anything is tested."""
    root = build / "unpacked"
    subprocess.run(["bash", str(ROOT / "nginx/debian.sh"), "unpack", str(root), *PACKAGES],
                   check=True, timeout=240)
    return root


class MailServer:
    def __init__(self, build, folder, port, relay, maildir):
        self.root = unpack(build)
        self.at, self.maildir = folder / "exim", maildir
        self.libraries = next(self.root.glob("usr/lib/*-linux-gnu"))
        # where it lies may be closed to the user it runs as
        self.exim = self.at / "exim4"
        user = NOBODY if os.geteuid() == 0 else os.getuid()
        group = NOBODY if os.geteuid() == 0 else os.getgid()
        for part in ("spool", "log", "lib"):
            (self.at / part).mkdir(parents=True)
        self.exim.write_bytes((self.root / "usr/sbin/exim4").read_bytes())
        self.exim.chmod(0o755)
        for library in self.libraries.glob("*.so*"):
            (self.at / "lib" / library.name).write_bytes(library.read_bytes())
        (self.at / "passwd").write_text(
            f"root:x:0:0::/:/bin/false\nDebian-exim:x:{user}:{group}::/:/bin/false\n")
        (self.at / "group").write_text(f"root:x:0:\nDebian-exim:x:{group}:\n")
        (self.at / "exim.conf").write_text(CONFIG.format(
            at=self.at, exim=self.exim, port=port, relay=relay, maildir=maildir))
        for path in [self.at, *self.at.rglob("*"), maildir, *maildir.rglob("*")]:
            os.chown(path, user, group)
        for path in (maildir, *(p for p in maildir.rglob("*") if p.is_dir())):
            path.chmod(0o777)
        folder.chmod(0o755)
        self.identity = {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}
        self.process = None

    def start(self):
        environment = {
            "PATH": os.environ["PATH"],
            "LD_PRELOAD": str(next((self.at / "lib").glob("libnss_wrapper.so*"))),
            "LD_LIBRARY_PATH": str(self.at / "lib"),
            "NSS_WRAPPER_PASSWD": str(self.at / "passwd"),
            "NSS_WRAPPER_GROUP": str(self.at / "group"),
        }
        self.process = subprocess.Popen(
            [str(self.exim), "-C", str(self.at / "exim.conf"), "-bdf", "-q2s"], env=environment,
            stdout=subprocess.DEVNULL, stderr=open(self.at / "log/stderr", "wb"), **self.identity)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
        self.process = None

    def log(self):
        return "".join(p.read_text("utf-8", "replace") for p in (self.at / "log").iterdir())[-3000:]


if __name__ == "__main__":
    unpack(pathlib.Path(sys.argv[1]))
