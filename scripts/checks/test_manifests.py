"""python3 -m unittest, in this folder."""

import tempfile
import unittest
from pathlib import Path

import manifests

PACKAGE = 'version = "0.1.0"\nedition = "2024"\nrust-version = "1.95"\nlicense = "MIT"\n'
FILES = {
    "Cargo.toml": f"""[workspace.package]
{PACKAGE}
[workspace.lints.rust]
a = "warn" # why

[workspace.lints.clippy]
b = "deny"
""",
    "crates/report/Cargo.toml": f"""[package]
{PACKAGE}
[lints.rust]
# of its own
a = "warn" # why
[lints.clippy]
b = "deny"
""",
    "web/package.json": '{ "version": "0.1.0", "license": "MIT" }',
    "CITATION.cff": "title: A\nversion: 0.1.0\n",
    "rust-toolchain.toml": '[toolchain]\nchannel = "1.95.0"\n',
    "scripts/setup": "#!/bin/sh\nRUST_NEEDED=1.95.0\n",
}
FILES["crates/still/Cargo.toml"] = FILES["crates/report/Cargo.toml"]


class Manifests(unittest.TestCase):
    def offences(self, name=None, old="", new=""):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in FILES.items():
                (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
                if path == name:
                    self.assertIn(old, text)
                    text = text.replace(old, new)
                (Path(folder) / path).write_text(text)
            return list(manifests.offences(Path(folder)))

    def test_what_is_the_same_is_fine(self):
        self.assertEqual(self.offences(), [])

    def test_each_difference_is_named_with_its_file(self):
        for name, old, new, word in [
            ("crates/still/Cargo.toml", 'b = "deny"', 'b = "allow"', "lints.clippy"),
            ("crates/report/Cargo.toml", 'a = "warn" # why', "", "lints.rust"),
            ("crates/report/Cargo.toml", "0.1.0", "0.2.0", "version"),
            ("crates/still/Cargo.toml", 'license = "MIT"', "", "license"),
            ("web/package.json", "MIT", "ISC", "license"),
            ("CITATION.cff", "0.1.0", "0.1.1", "version"),
            ("scripts/setup", "1.95.0", "1.96.0", "RUST_NEEDED"),
        ]:
            found = self.offences(name, old, new)
            self.assertEqual(len(found), 1, (name, found))
            self.assertTrue(found[0].startswith(name + ":") and word in found[0], found)

    def test_a_dependency_that_no_code_names_is_named(self):
        text = '[dependencies]\nused-here.workspace = true\nidle = { version = "1" }\n'
        text += '[dev-dependencies]\nonly-tests = "1"\n'
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for path, content in {
                "Cargo.toml": '[workspace.dependencies]\nused-here = "1"\nnobody = { version = "1" }\n',
                "crates/a/Cargo.toml": text,
                "crates/a/src/lib.rs": "use used_here::X;\n",
                "crates/a/tests/api.rs": "use only_tests::Y;\n",
            }.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(content)
            found = list(manifests.unused(root))
        said = [line.split(" is in ")[0] for line in found]
        self.assertEqual(said, ["crates/a/Cargo.toml: idle", "Cargo.toml: nobody"])

    def test_a_compiler_that_is_older_than_the_manifests_say_is_named(self):
        self.assertEqual(len(self.offences("Cargo.toml", '"1.95"', '"1.96"')), 3)


if __name__ == "__main__":
    unittest.main()
