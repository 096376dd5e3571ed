//! Do concentration and scans hold their rates where offenses come in incidents of many sizes?

use std::collections::BTreeMap;

use catchment_spatial::{
    Null, ScanParams, SpaceTime, Zones, concentration, concentration_by_chance, concentration_of_incidents_by_chance,
};

/// Numbers of chance: `SplitMix64`.
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the bound")]
    fn below(&mut self, bound: usize) -> usize {
        (self.uniform() * bound as f64) as usize
    }

    /// Victims of an incident: P(C ≥ c) = c^−2.2, up to 67.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 67")]
    fn size(&mut self) -> u32 {
        (self.uniform().max(1e-9).powf(-1.0 / 2.2) as u32).min(67)
    }
}

/// Share of so many cases, with the half-width of its 95% binomial interval.
fn share(hits: u32, of: u32) -> (f64, f64) {
    let p = f64::from(hits) / f64::from(of);
    (p, 1.96 * (p * (1.0 - p) / f64::from(of)).sqrt())
}

#[test]
fn chance_that_throws_whole_incidents_holds_what_chance_did() {
    // 200 cities of 800 cells on which 900 incidents fall evenly: nothing is concentrated but by chance.
    let (mut whole, mut single) = (0, 0);
    for seed in 0..200 {
        let mut chance = Chance(seed);
        let mut counts = vec![0u32; 800];
        let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
        for _ in 0..900 {
            let size = chance.size();
            counts[chance.below(800)] += size;
            *sizes.entry(size).or_default() += 1;
        }
        let all = counts.iter().map(|c| u64::from(*c)).sum();
        let seen = concentration(&counts).expect("events").half;
        let sizes: Vec<(u32, u64)> = sizes.into_iter().collect();
        let null = concentration_of_incidents_by_chance(&sizes, 800, None, 199, 1).expect("draws").half;
        whole += u32::from((null.low..=null.high).contains(&seen));
        let null = concentration_by_chance(all, 800, None, 99, 1).expect("draws").half;
        single += u32::from((null.low..=null.high).contains(&seen));
    }
    let ((held, half), (before, _)) = (share(whole, 200), share(single, 200));
    // Whole cells only: the ends of the middle 95% hold a little more than 95%.
    assert!((0.92..=0.995).contains(&held), "{held} ±{half} of 200 lie in the middle 95%");
    assert!(before < 0.05, "single offenses thrown hold {before}: the test would not see the difference");
}

#[test]
fn a_scan_of_incidents_finds_no_flare_up_where_there_is_none() {
    // 200 cities of 49 places and 12 months, 400 incidents without any pattern.
    let at = |i: usize| ((i % 7) as f64, (i / 7) as f64);
    let (x, y): (Vec<f64>, Vec<f64>) = (0..49).map(at).unzip();
    let zones = Zones::nearest(&x, &y, 9).expect("zones");
    let steps: Vec<i64> = (0..12).collect();
    let raw = ScanParams { max_steps: 3, alive_only: false, simulations: 99, seed: 1, most: 1 };
    let scan = raw.check().expect("parameters");
    let found = |cases: &[u32]| {
        let result = scan.find(&zones, SpaceTime { steps: &steps, cases }, Null::Permutation).expect("a result");
        u32::from(result.clusters.first().is_some_and(|c| c.p <= 0.05))
    };
    let (mut by_incident, mut by_offense) = (0, 0);
    for seed in 0..200 {
        let mut chance = Chance(1_000 + seed);
        let (mut incidents, mut offenses) = (vec![0; 49 * 12], vec![0; 49 * 12]);
        for _ in 0..400 {
            let cell = chance.below(49 * 12);
            incidents[cell] += 1;
            offenses[cell] += chance.size();
        }
        by_incident += found(&incidents);
        by_offense += if seed < 50 { found(&offenses) } else { 0 };
    }
    let ((p, half), (before, _)) = (share(by_incident, 200), share(by_offense, 50));
    // Binomial: of 200 at 5%, 4 to 16 in 95 of 100 runs.
    assert!((4..=16).contains(&by_incident), "p ≤ .05 in {p} ±{half} of 200 cities without a pattern");
    assert!(before > 0.5, "offenses scanned: {before} of 50; the test would not see the difference");
}
