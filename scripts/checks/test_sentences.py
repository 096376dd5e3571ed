"""The check of sentences finds what it is for."""

import unittest

from sentences import listed, offenders, plain

ROWS = [("are clearly {first}", "a/words.rs")]


class Sentences(unittest.TestCase):
    def test_a_listed_sentence_passes_however_it_is_broken_over_lines(self):
        source = 'let x = format!("{} are clearly \\\n            {first}, and so on.");'
        self.assertIn("are clearly {first}", plain(source))
        self.assertEqual(offenders(ROWS, {"a/words.rs": source}), [])

    def test_a_sentence_that_is_gone_and_one_that_is_new_are_both_told(self):
        found = offenders(ROWS, {"a/words.rs": 'format!("this is proven for {}")'})
        self.assertEqual(len(found), 2, found)
        self.assertEqual(len(offenders(ROWS, {})), 1)

    def test_comments_and_tests_are_no_sentences(self):
        source = '"are clearly {first}"; // "this is proven for it"\n#[cfg(test)]\nmod t { "this is proven too" }'
        self.assertEqual(offenders(ROWS, {"a/words.rs": source}), [])

    def test_rows_of_the_table_are_read(self):
        self.assertEqual(listed("| sentence | where | why |\n| --- | --- | --- |\n| x y | b.rs | so |\n"), [("x y", "b.rs")])


if __name__ == "__main__":
    unittest.main()
