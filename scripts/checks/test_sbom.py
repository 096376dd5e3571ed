"""The list of what a release is made of."""

import unittest

import sbom


def package(name, kind="lib", source="registry"):
    return {"id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": source,
            "targets": [{"kind": [kind]}]}


def needs(name, *kinds):
    return {"pkg": name, "dep_kinds": [{"kind": kind} for kind in kinds]}


METADATA = {
    "packages": [package("catchment-cli", source=None), package("inside"), package("deep"), package("builds"),
                 package("tests"), package("derives", "proc-macro")],
    "resolve": {"nodes": [
        {"id": "catchment-cli", "deps": [needs("inside", None), needs("tests", "dev"), needs("derives", None)]},
        {"id": "inside", "deps": [needs("deep", "build", None), needs("builds", "build")]},
        *({"id": name, "deps": []} for name in ("deep", "builds", "tests", "derives")),
    ]},
}
LOCK = '[[package]]\nname = "deep"\nversion = "1.0.0"\nsource = "registry"\nchecksum = "abc"\n'
WEB = {"packages": {
    "node_modules/pmtiles": {"version": "4.5.0", "license": "BSD-3-Clause", "dependencies": {"fflate": "1"}},
    "node_modules/fflate": {"version": "0.8.2", "license": "MIT"},
    "node_modules/vite": {"version": "8.0.0", "license": "MIT"},
}}


class Sbom(unittest.TestCase):
    def test_what_is_compiled_in_or_bundled_is_listed_and_what_builds_or_tests_is_not(self):
        names = [c["name"] for c in sbom.bom(METADATA, LOCK, WEB)["components"]]
        self.assertEqual([n for n in names if n not in sbom.SYSTEM], ["deep", "inside", "fflate", "pmtiles"])

    def test_a_component_has_its_license_and_the_hash_of_the_lock_file(self):
        deep = next(c for c in sbom.bom(METADATA, LOCK, WEB)["components"] if c["name"] == "deep")
        self.assertEqual(deep["licenses"], [{"expression": "MIT OR Apache-2.0"}])
        self.assertEqual(deep["hashes"], [{"alg": "SHA-256", "content": "abc"}])
        self.assertEqual(deep["purl"], "pkg:cargo/deep@1.0.0")

    def test_the_same_lock_files_give_the_same_document(self):
        self.assertEqual(sbom.bom(METADATA, LOCK, WEB), sbom.bom(METADATA, LOCK, WEB))


if __name__ == "__main__":
    unittest.main()
