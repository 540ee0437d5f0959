"""A run in partitions with corpus and outcome in S3, over real HTTP to a server on this computer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import themes
from test_scale import small_corpus
from themes.records import TABLES
from themes.scale import sizes
from themes.scale.storage import Storage

server = pytest.importorskip("moto.server", reason="S3 needs moto[server] and s3fs: pip install 'moto[server]' s3fs")
s3fs = pytest.importorskip("s3fs", reason="S3 needs moto[server] and s3fs: pip install 'moto[server]' s3fs")


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A file system of an S3 server on this computer with an empty bucket 'raad'."""
    here = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    here.start()
    host, port = here.get_host_and_port()
    values = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**values, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    found = s3fs.S3FileSystem(skip_instance_cache=True)  # as another program: what it does, a run has to look for
    found.mkdir("raad")
    yield found
    s3fs.S3FileSystem.clear_instance_cache()
    here.stop()


def test_corpus_and_outcome_may_lie_in_s3(system: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables are those of a run as a whole on a folder, also after another program put a report there."""
    monkeypatch.setattr(sizes, "MEAN_STATEMENTS", 60)
    corpus = small_corpus(tmp_path / "corpus")
    system.put(str(corpus), "raad/corpus", recursive=True)
    themes.run("s3://raad/corpus", "s3://raad/run", reports=False)
    themes.run(corpus, tmp_path / "whole", reports=False)
    storage = Storage.at("s3://raad/run")

    def same() -> None:
        for name in TABLES:
            for kind in ("parquet", "csv"):
                whole = (tmp_path / "whole" / "tables" / f"{name}.{kind}").read_bytes()
                assert storage.read(f"tables/{name}.{kind}") == whole, name

    same()
    report = corpus / "06b_thematafel.md"
    said = (corpus / "06_thematafel_vervoer_lutmerzijl.md").read_text("utf-8")
    report.write_text(said + "\n\n- De haven is te ver lopen voor ouderen.\n", "utf-8")
    system.put_file(str(report), f"raad/corpus/{report.name}")
    themes.run("s3://raad/corpus", "s3://raad/run", reports=False)
    themes.run(corpus, tmp_path / "whole", reports=False)
    same()
    steps = json.loads(storage.read("manifest.json"))["steps"]
    assert 1 <= steps[0]["made"] <= 2 < steps[0]["reused"] + 1
