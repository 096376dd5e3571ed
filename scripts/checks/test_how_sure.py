import unittest

import how_sure

FIGURE = {"kind": "share", "said": 0.9, "value": 0.917, "half": 0.0123, "n": 720, "cities": 60}


class Page(unittest.TestCase):
    def test_a_figure_is_shown_with_its_interval(self):
        text, unused = how_sure.page("{{a}} {{a:said}} {{a:n}} {{a:count}} {{a:pm}} {{a:p}}", {"a": FIGURE, "b": FIGURE})
        self.assertEqual(text.removeprefix(how_sure.NOTE), "91.7% (90.5–92.9) .900 720 660 91.7% (±1.2) .917 (±.012)")
        self.assertEqual(unused, ["b"])

    def test_few_cases_are_counted(self):
        few = {**FIGURE, "value": 5 / 32, "n": 32}
        self.assertEqual(how_sure.shown(few, "of"), "5 of 32, 16% (7–32)")

    def test_a_ratio_is_no_percentage(self):
        self.assertEqual(how_sure.shown({**FIGURE, "kind": "ratio", "value": 1.0042}, None), "1.004 (±0.012)")

    def test_an_interval_of_shares_ends_at_one(self):
        self.assertEqual(how_sure.shown({**FIGURE, "value": 0.995}, None), "99.5% (98.3–100.0)")

    def test_what_is_not_known_is_refused(self):
        with self.assertRaises(ValueError):
            how_sure.page("{{none}}", {"a": FIGURE})
        with self.assertRaises(ValueError):
            how_sure.shown(FIGURE, "mean")

    def test_a_log_takes_the_place_of_figures(self):
        log = 'noise\ntest x ... measured {"key": "a", "kind": "share", "said": 0.9, "value": 0.5, "half": 0.1, "n": 9, "cities": 3}\n'
        found = how_sure.record({"a": FIGURE, "b": FIGURE}, log)
        self.assertEqual((found["a"]["value"], found["b"]), (0.5, FIGURE))
        self.assertNotIn("key", found["a"])
        self.assertEqual(how_sure.record({}, how_sure.lines(found)), {})


if __name__ == "__main__":
    unittest.main()
