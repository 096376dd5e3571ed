"""python3 -m unittest, in this folder: made-up trees that hold, and made-up trees that do not."""

import tempfile
import unittest
from pathlib import Path

import circles
import rust_files
import rust_text
import structure
import web_files


class Structure(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "crates").mkdir()

    def write(self, files, below="crates/made/src"):
        (self.root / "crates/made").mkdir(exist_ok=True)
        (self.root / "crates/made/Cargo.toml").touch()
        for name, text in files.items():
            path = self.root / below / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def offences(self, files, below="crates/made/src"):
        self.write(files, below)
        return structure.offences(self.root)

    def assert_circle(self, found, *members):
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith("circle: "), found)
        self.assertTrue(found[0].endswith("all: " + ", ".join(members)), found)


class RustCircles(Structure):
    def test_a_plain_tree_has_none(self):
        files = {
            "lib.rs": "mod a;\nmod b;\npub use a::One;\n",
            "a.rs": "use crate::b::Two;\npub struct One(Two);\n",
            "b.rs": "pub struct Two;\n",
        }
        self.assertEqual(self.offences(files), [])

    def test_two_files_that_use_each_other_are_one(self):
        files = {
            "lib.rs": "mod a;\nmod b;\n",
            "a.rs": "use super::b::Two;\npub struct One(Two);\n",
            "b.rs": "pub struct Two(Option<Box<crate::a::One>>);\n",
        }
        self.assert_circle(self.offences(files), "src/a.rs", "src/b.rs")

    def test_a_name_is_followed_through_its_re_exports(self):
        files = {
            "lib.rs": "mod a;\nmod b;\npub use a::One;\npub use b::*;\n",
            "a.rs": "pub struct One(crate::Two);\n",
            "b.rs": "mod c;\npub use c::Deep as Two;\n",
            "b/c.rs": "use crate::{One};\npub struct Deep(Option<Box<One>>);\n",
        }
        self.assert_circle(self.offences(files), "src/a.rs", "src/b/c.rs")

    def test_a_module_that_only_hands_on_its_children_is_in_none(self):
        files = {
            "lib.rs": "mod a;\n",
            "a/mod.rs": "mod x;\nmod y;\npub use x::X;\npub(crate) use y::Y;\n",
            "a/x.rs": "use super::Y;\npub struct X(Y);\n",
            "a/y.rs": "pub struct Y;\n",
        }
        self.assertEqual(self.offences(files), [])

    def test_a_parent_and_a_child_that_use_what_the_other_defines_are_one(self):
        files = {
            "lib.rs": "mod a;\n",
            "a/mod.rs": "mod x;\npub use x::X;\npub const MOST: usize = 3;\npub fn make() -> X { X }\n",
            "a/x.rs": "use super::MOST;\npub struct X;\nconst N: usize = MOST;\n",
        }
        self.assert_circle(self.offences(files), "src/a/mod.rs", "src/a/x.rs")

    def test_modules_are_used_through_their_own_names(self):
        files = {
            "lib.rs": "mod a;\nmod b;\n",
            "a.rs": "use super::b;\npub fn one() { b::two() }\n",
            "b.rs": "use crate::a as other;\npub fn two() { other::one() }\n",
        }
        self.assert_circle(self.offences(files), "src/a.rs", "src/b.rs")

    def test_an_item_with_the_name_of_its_module_is_the_item(self):
        files = {
            "lib.rs": "mod a;\nmod ask;\npub use ask::ask;\n",
            "a.rs": "use crate::ask;\npub fn one() { ask() }\n",
            "ask.rs": "pub fn ask() { crate::a::one() }\n",
        }
        self.assert_circle(self.offences(files), "src/a.rs", "src/ask.rs")

    def test_everything_taken_counts_by_the_names_used(self):
        files = {
            "lib.rs": "mod a;\nmod b;\n",
            "a.rs": "use crate::b::*;\npub struct One(Two);\n",
            "b.rs": "pub struct Two;\npub fn back(_: crate::a::One) {}\n",
        }
        self.assert_circle(self.offences(files), "src/a.rs", "src/b.rs")
        files["a.rs"] = "use crate::b::*;\npub struct One;\n"
        self.assertEqual(self.offences(files), [])

    def test_tests_comments_and_texts_use_nothing(self):
        files = {
            "lib.rs": "mod a;\nmod b;\n",
            "a.rs": "use crate::b::Two;\npub struct One(Two);\n",
            "b.rs": (
                "//! [`crate::a::One`]\n/* crate::a::One /* nested */ crate::a::One */\npub struct Two;\n"
                'const T: &str = r#"crate::a::One "quoted" "#;\n'
                "#[cfg(test)]\nmod tests {\n    use crate::a::One;\n}\n#[cfg(test)]\nuse crate::a::One;\n"
            ),
        }
        self.assertEqual(self.offences(files), [])

    def test_a_program_and_its_library_are_apart(self):
        files = {
            "lib.rs": "pub mod a;\n",
            "a.rs": "pub struct One;\n",
            "main.rs": "mod run;\npub struct Settings;\nfn main() { run::run(Settings) }\n",
            "run.rs": "use crate::Settings;\npub fn run(_: Settings) { let _ = made::a::One; }\n",
        }
        self.assert_circle(self.offences(files), "src/main.rs", "src/run.rs")


class WebCircles(Structure):
    def web(self, files):
        return self.offences(files, "web/src")

    def test_a_plain_tree_has_none(self):
        files = {
            "main.ts": "import App from './App.svelte';\nimport { a } from './a';\n",
            "App.svelte": "<script>\n  import { a } from './a';\n  import type { B } from './b.svelte';\n</script>\n",
            "a.ts": "import 'maplibre-gl';\nexport const a = 1;\n",
            "b.svelte.ts": "export type B = number;\n",
        }
        self.assertEqual(self.web(files), [])

    def test_two_files_that_import_each_other_are_one(self):
        files = {
            "a.ts": "import {\n  b,\n  type C,\n} from './b.svelte';\nexport const a = b;\n",
            "b.svelte.ts": "import { a } from \"./a\";\nexport const b = a;\n",
        }
        self.assert_circle(self.web(files), "a.ts", "b.svelte.ts")

    def test_late_imports_count(self):
        files = {"a.ts": "export const a = () => import('./B.svelte');\n", "B.svelte": "import { a } from './a';\n"}
        self.assert_circle(self.web(files), "B.svelte", "a.ts")

    def test_a_name_is_followed_through_an_index(self):
        files = {
            "x/index.ts": "export { one } from './one';\nexport * from './two';\n",
            "x/one.ts": "import { two } from '.';\nexport const one = two;\n",
            "x/two.ts": "export const two = 2;\n",
        }
        self.assertEqual(self.web(files), [])
        files["x/two.ts"] = "import { one } from './index';\nexport const two = () => one;\n"
        self.assert_circle(self.web(files), "x/one.ts", "x/two.ts")


class Sizes(Structure):
    def test_a_file_of_code_is_at_most_400_lines_long(self):
        long = "".join(f"const C{n}: u8 = 0;\n// why\n\n" for n in range(400))
        self.assertEqual(self.offences({"lib.rs": long}), [])
        found = self.offences({"lib.rs": long + "const LAST: u8 = 0;\n"})
        self.assertEqual(found, ["long file: crates/made/src/lib.rs: 401 lines of code (at most 400)"])

    def test_tests_do_not_count(self):
        many = "const C: u8 = 0;\n" * 500
        files = {
            "lib.rs": f"#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod more {{\n{many}}}\n",
            "tests.rs": many,
        }
        self.assertEqual(self.offences(files), [])

    def test_a_component_is_at_most_250_lines_long(self):
        found = self.offences({"A.svelte": "<p></p>\n" * 251, "b.ts": "f();\n" * 400}, "web/src")
        self.assertEqual(found, ["long file: web/src/A.svelte: 251 lines of code (at most 250)"])

    def test_generated_types_and_tests_of_the_viewer_may_be_long(self):
        long = "f();\n" * 1000
        self.assertEqual(self.offences({"types.gen.ts": long, "a.test.ts": long}, "web/src"), [])

    def test_lines_of_rust_are_measured_in_characters(self):
        self.assertEqual(self.offences({"lib.rs": "// " + "ü" * 117 + "\n"}), [])
        found = self.offences({"lib.rs": "\n// " + "ü" * 118 + "\n"})
        self.assertEqual(found, ["long line: crates/made/src/lib.rs:2: 121 characters (at most 120)"])

    def test_comments_of_the_viewer_do_not_count(self):
        self.assertEqual(web_files.code_lines("// a\n/* b\n c */\nx(); // d\n\n<!-- e -->\n/** f */ y();\n"), 2)

    def test_texts_count_as_code_and_comments_do_not(self):
        self.assertEqual(rust_files.code_lines('//! a\nconst A: &str = "// b\nc";\n/* d\n */\n\nfn e() {} // f\n'), 3)


class Text(unittest.TestCase):
    def test_lifetimes_are_no_letters(self):
        self.assertEqual(rust_text.bare("fn f<'a>(x: &'a str) -> char { '\\'' }").split()[-1], "}")
        self.assertIn("crate::b", rust_text.bare("f::<'a>('\"', crate::b, b'\\n', '{')"))


class Circles(unittest.TestCase):
    def test_the_shortest_way_round_is_told(self):
        uses = {"a": {"b": {"x"}}, "b": {"c": {"x"}}, "c": {"a": {"x"}, "b": {"x"}}, "d": {"a": {"x"}}}
        self.assertEqual(circles.circles(uses), [["a", "b", "c"]])
        self.assertEqual(circles.shortest_way_round(uses, ["a", "b", "c"]), ["b", "c", "b"])


if __name__ == "__main__":
    unittest.main()
