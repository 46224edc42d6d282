"""Handing texts in: a desk with a web of its own, files that are no good, and waiting until all is done."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import Any

import docx
from starlette.testclient import TestClient

from konturen.desk.adding import Net
from konturen.inbox.manners import Pace
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.reading import network
from konturen.web.app import application
from konturen.web.site import Site
from tests.inbox.server import Web
from tests.web.desk import site_of

JSON = {"accept": "application/json"}
LONGEST = 60.0
"""Seconds after which a job that has not ended is a fault."""
BODY = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{}</w:body></w:document>"


def net_of(web: Web) -> Net:
    """Names lead to a test's own server, and no other address may be reached; feeds are asked without pauses."""

    def resolve(host: str, port: int) -> tuple[str, ...]:
        if host[0].isdigit():
            return (host,)
        return ("10.0.0.1",) if host == "private.example" else ("127.0.0.1",)

    fetch = partial(network.fetch, resolve=resolve, permits=lambda ip: ip == "127.0.0.1")
    return Net(fetch, web.get(), Pace(0.0, 1.0))


class Handing:
    """A desk to which texts are handed in."""

    def __init__(self, ledger: Ledger, pipeline: Pipeline, net: Net | None = None) -> None:
        self.site: Site = site_of(ledger, pipeline, **({"net": net} if net else {}))
        self.client = TestClient(application(self.site), base_url="http://127.0.0.1", follow_redirects=False)

    def post(self, path: str, **fields: Any) -> int:
        """Send a form; the status."""
        return self.client.post(path, data=fields, headers=JSON).status_code

    def refused(self, path: str, **fields: Any) -> str:
        """What is said of a form that is refused."""
        answer = self.client.post(path, data=fields, headers=JSON)
        assert answer.status_code == 400, answer.text
        return str(answer.json()["error"]["what"])

    def upload(self, *files: tuple[str, bytes]) -> Any:
        """Send files by their names; the answer."""
        return self.client.post(
            "/add/files", files=[("files", (name, content)) for name, content in files], headers=JSON
        )

    def jobs(self) -> list[Any]:
        """The jobs when all have ended, those asked for last first."""
        assert self.site.jobs.wait(LONGEST)
        return list(self.client.get("/jobs", headers=JSON).json()["jobs"])

    def page(self, address: str = "/") -> Any:
        """A page as JSON."""
        answer = self.client.get(address, headers=JSON)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self) -> str:
        """Why the last job failed."""
        job = self.jobs()[0]["job"]
        assert job["state"] == "failed", job
        return str(job["fault"]["what"])


def word(xml: str) -> bytes:
    """A Word document whose main part is this."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole.getvalue())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return made.getvalue()


def packed(name: str, size: int) -> bytes:
    """A zip file with one entry of so many bytes that packs to almost nothing."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
        new.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(size // 10_000_000):
            part.write(bytes(10_000_000))
    return made.getvalue()
