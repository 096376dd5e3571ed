//! What is known of each agency's months.

use catchment_questions::target::{AgencyMask, AgencyMonth, CountyMask, KnownMonth, TargetAnswer};
use catchment_questions::words::month_name;
use serde::Serialize;

use crate::draw::{MaskRow, mask};

/// A county.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct CountyView {
    /// What its agencies publish, in a sentence.
    says: String,
    /// Agencies that are compared, publish months beside these, and exist beside these.
    squares: (usize, usize, usize),
    /// Agencies that publish months.
    rows: Vec<RowView>,
}

/// An agency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct RowView {
    /// Name.
    name: String,
    /// Whether it is among those compared.
    compared: bool,
    /// The picture of its months.
    file: String,
    /// The same in words.
    alt: String,
}

/// The counties, and the pictures of their agencies, of the axis and of those that publish nothing.
pub(super) fn counties(target: &TargetAnswer) -> (Vec<CountyView>, Vec<(String, String)>) {
    let mut pictures = vec![("nothing.svg".to_owned(), mask(MaskRow::Nothing))];
    let any = target.counties.iter().flat_map(|county| &county.masks).next();
    let months: &[AgencyMonth] = any.map_or(&[], |agency| agency.months.as_slice());
    pictures.push(("axis.svg".to_owned(), mask(MaskRow::Axis(months))));
    let views = target.counties.iter().map(|county| view(county, &mut pictures)).collect();
    (views, pictures)
}

fn view(county: &CountyMask, pictures: &mut Vec<(String, String)>) -> CountyView {
    let compared = county.masks.iter().filter(|agency| agency.compared).count();
    let beside = county.monthly.saturating_sub(compared);
    let others = county.agencies.saturating_sub(county.monthly);
    let mut rows = Vec::new();
    for agency in &county.masks {
        let file = format!("agency-{}.svg", pictures.len());
        pictures.push((file.clone(), mask(MaskRow::Agency(&agency.months))));
        rows.push(RowView { name: agency.name.clone(), compared: agency.compared, file, alt: alt(agency) });
    }
    CountyView { says: county.says.clone(), squares: (compared, beside, others), rows }
}

/// An agency's months in words: those that are not plainly reported by name.
fn alt(agency: &AgencyMask) -> String {
    let of = |status: KnownMonth| agency.months.iter().filter(|m| m.status == status).count();
    let named = |status: KnownMonth| -> Vec<String> {
        agency.months.iter().filter(|m| m.status == status).map(|m| month_name(&m.month)).collect()
    };
    let mut said = vec![format!("{} of {} months reported", of(KnownMonth::Reported), agency.months.len())];
    for status in [KnownMonth::Late, KnownMonth::Suspect, KnownMonth::Missing] {
        let months = named(status);
        if !months.is_empty() {
            said.push(format!("{}: {}", status.name(), months.join(", ")));
        }
    }
    format!("{}: {}.", agency.name, said.join("; "))
}
