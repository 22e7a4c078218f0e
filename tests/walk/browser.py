"""browser.py - one browser before the portal: its cookies, its address on the loopback, and what it has
asked lately, to be told when something is wrong."""
import collections
import http.client
import itertools
import os
import socket
import urllib.parse

URL = urllib.parse.urlsplit(os.environ["PORTAIL_URL"])
KEPT, BODY_SHOWN = 12, 400  # requests that are told, and bytes of each body
_person = itertools.count(2)


class Answer:
    """`status` 0: the other side left without a word."""

    def __init__(self, status=0, headers=(), body=b""):
        self.status, self.headers, self.body = status, list(headers), body
        self.location = self.header("location")

    def all(self, name):
        return [value for n, value in self.headers if n.lower() == name]

    def header(self, name):
        return (self.all(name) or [""])[0]

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


class Browser:
    def __init__(self, lane):
        n = next(_person)
        self.source = f"127.{20 + lane % 200}.{n // 250 % 250}.{n % 250 + 1}"
        self.jar, self.lately = {}, collections.deque(maxlen=KEPT)

    def ask(self, method, path, body=None, kind=None, cut=0):
        """`cut`: as many bytes of the body are announced and never come."""
        headers = {"Host": URL.netloc, "Accept": "text/html", "Sec-Fetch-Site": "same-origin",
                   "Connection": "close"}
        if self.jar:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.jar.items())
        if body is not None:
            headers |= {"Origin": f"{URL.scheme}://{URL.netloc}", "Content-Length": str(len(body))}
            if kind:
                headers["Content-Type"] = kind
        told = [method, path, (body or b"")[:BODY_SHOWN].decode("latin1"), None]
        self.lately.append(told)
        try:
            answer = self._ask(method, path, headers, body, cut)
        except (OSError, http.client.HTTPException):
            answer = Answer()
        told[3] = answer.status
        self._keep(answer)
        return answer

    def _ask(self, method, path, headers, body, cut):
        link = http.client.HTTPConnection("127.0.0.1", URL.port, 60, source_address=(self.source, 0))
        try:
            link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                link.putheader(name, value)
            link.endheaders()
            if body:
                link.send(body[:len(body) - cut])
            if cut:
                link.sock.shutdown(socket.SHUT_WR)
            response = link.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            link.close()

    def _keep(self, answer):
        for line in answer.all("set-cookie"):
            name, value = line.split(";")[0].split("=", 1)
            if value and "max-age=0" not in line.lower():
                self.jar[name] = value
            else:
                self.jar.pop(name, None)

    def told(self):
        return "\n".join(f"       {status or '-'} {method} {path} {body}" for method, path, body, status in self.lately)
