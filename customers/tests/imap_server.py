"""A small IMAP server on this machine, one folder and what reading it needs, for tests."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

UID_SEARCH = re.compile(r"UID (\d+):\*")


class Post:
    """What lies in the folder by number, and whether the server lets anybody in; `said` is what it was asked."""

    def __init__(self) -> None:
        self.letters: dict[int, bytes] = {}
        self.series = 7
        self.is_open = True
        self.said: list[str] = []
        self.url = ""

    def answer(self, line: str) -> tuple[list[bytes], str]:
        """The untagged answers, and how it went."""
        verb = line.split(" ")[0].upper()
        if verb == "LOGIN":
            return [], "OK in" if self.is_open else "NO not now"
        if verb == "EXAMINE":
            return [b"* %d EXISTS" % len(self.letters), b"* OK [UIDVALIDITY %d] fine" % self.series], "OK [READ-ONLY]"
        if line.upper().startswith("UID SEARCH"):
            return [self._search(line)], "OK found"
        if line.upper().startswith("UID FETCH"):
            return self._fetch(int(line.split(" ")[2])), "OK fetched"
        return [b"* CAPABILITY IMAP4rev1"] if verb == "CAPABILITY" else [], "OK done"

    def _search(self, line: str) -> bytes:
        first = UID_SEARCH.search(line)
        assert first, line
        last = max(self.letters, default=0)
        found = [number for number in self.letters if number >= min(int(first[1]), last)]
        return b"* SEARCH " + b" ".join(b"%d" % number for number in found)

    def _fetch(self, number: int) -> list[bytes]:
        letter = self.letters.get(number)
        if letter is None:
            return []
        return [b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%s)" % (number, len(letter), letter)]


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Server)
        post = self.server.post
        self.wfile.write(b"* OK here\r\n")
        for raw in self.rfile:
            tag, _, line = raw.decode().strip().partition(" ")
            post.said.append(line)
            untagged, went = post.answer(line)
            self.wfile.write(b"".join(row + b"\r\n" for row in untagged) + f"{tag} {went}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, post: Post) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.post = post


@contextmanager
def running_post() -> Iterator[Post]:
    post = Post()
    with Server(post) as server:
        post.url = f"imap://orders%40calder:secret@127.0.0.1:{server.server_address[1]}/INBOX"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()
