//! The guesses as a city file, each with its evidence.

use std::fmt::Write as _;

use catchment_model::city::KnownGroup;
use catchment_model::{Finest, ReportedBy};

use super::codes::By;
use super::roles::Where;
use super::seen::{Guess, Seen};
use super::texts::{grouped, path, quoted, short, short_list, told};
use crate::warnings::runs;

pub(super) fn write(seen: &Seen<'_>) -> Guess {
    let mut page = Page { seen, doubts: Vec::new() };
    let (head, offenses) = (page.head(), page.offenses());
    let toml =
        [head, offenses, page.areas(), page.source(), page.columns(), page.dates(), page.rules(), seen.stacked()];
    Guess { toml: toml.concat(), doubts: page.doubts }
}

struct Page<'a> {
    seen: &'a Seen<'a>,
    doubts: Vec<String>,
}

impl Page<'_> {
    fn doubt(&mut self, text: &str) {
        self.doubts.push(text.to_owned());
    }

    fn name(&self, at: usize) -> String {
        quoted(&self.seen.table.header[at])
    }

    fn head(&mut self) -> String {
        let stem = self.seen.files.first().and_then(|f| f.file_stem()).map(|s| s.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let stem = stem.split('.').next().unwrap_or_default().replace(['_', '-'], " ");
        let (zone, city, km) = self.seen.place.zone();
        let (lon, lat) = self.seen.place.center();
        if km > 150.0 {
            self.doubt(&format!("time_zone: {city}, the nearest city that is known here, is {km:.0} km away."));
        }
        self.doubt("name, attribution and credit are not in the files: write them.");
        format!(
            "# A first city file, made by catchment new-city. What is marked CHECK is a guess that may be wrong.\n\
             # Look at it with: catchment check-city THIS-FILE. Every key is explained in docs/city-file.md.\n\
             schema = 1\n\
             # CHECK: the name of the city; this is the name of the file.\nname = {}\n\
             # The zone of {city}, {km:.0} km from the middle of the outlines ({lat:.2}, {lon:.2}).\n\
             time_zone = \"{zone}\"\n\
             # CHECK: who publishes the data.\nattribution = \"not stated\"\n",
            quoted(if stem.trim().is_empty() { "City" } else { stem.trim() }),
        )
    }

    fn offenses(&mut self) -> String {
        let kinds = &self.seen.kinds;
        let mut text = String::from(
            "# default: shown first. police: found by patrols, never a default. city-year: on no map.\noffense = [\n",
        );
        let none = !kinds.has_default();
        for group in &kinds.groups {
            let Some(known) = KnownGroup::named(group.id) else { continue };
            let label = if group.id == "assault" && kinds.any_assault() { "Assault" } else { known.label };
            let _ = write!(text, "  {{ id = \"{}\", label = \"{label}\"", group.id);
            let free = known.reported_by == ReportedBy::Victim && known.finest == Finest::Cell;
            if known.default || (none && free) {
                text.push_str(", default = true");
            }
            if known.reported_by == ReportedBy::Police {
                text.push_str(", reported_by = \"police\"");
            }
            if known.finest == Finest::CityYear {
                text.push_str(", finest = \"city-year\"");
            }
            text.push_str(" },\n");
        }
        if none {
            self.doubt("No group is one of violence that is known by name: all are shown by default.");
        }
        text + "]\n"
    }

    fn areas(&mut self) -> String {
        let Seen { places, columns, .. } = self.seen;
        let id = columns.id.map_or_else(|| "id".to_owned(), |at| places.header[at].clone());
        let mut text = format!("\n[areas]\npath = {}\n", path(self.seen.outlines));
        let named: Vec<&str> = places.header.iter().map(String::as_str).take(20).collect();
        let _ = writeln!(text, "# {} outlines; columns: {}", places.rows, short_list(&named));
        let _ = writeln!(text, "id = {}", quoted(&id));
        match columns.name {
            Some(name) => _ = writeln!(text, "name = {}", quoted(&places.header[name])),
            None => _ = writeln!(text, "# No column is a name; in words: name = \"Precinct {{{id}}}\""),
        }
        let example = |at: Option<usize>| at.and_then(|at| places.texts(at).next()).map(short);
        if let Some(first) = example(columns.id) {
            let _ = writeln!(
                text,
                "# The first: {first}{}",
                example(columns.name).map_or(String::new(), |n| format!(", {n}"))
            );
        }
        let residents = places.all().filter(|at| ["pop", "resid"].iter().any(|w| places.plain(*at).starts_with(w)));
        let residents: Vec<String> = residents.map(|at| quoted(&places.header[at])).collect();
        match residents.first() {
            Some(first) => _ = writeln!(text, "# CHECK the year: population = {{ 2020 = {first} }}"),
            None => text.push_str(
                "# For rates, residents: population = { 2020 = \"COLUMN\" }, or a table under [[areas.join]].\n",
            ),
        }
        text + "# CHECK: who made the outlines, and under which license.\ncredit = \"not stated\"\n"
    }

    fn source(&mut self) -> String {
        let Seen { table, files, at, .. } = self.seen;
        let paths: Vec<String> = files.iter().map(|f| path(f)).collect();
        let mut text = format!("\n[[source]]\npaths = [{}]\n", paths.join(", "));
        let _ = writeln!(text, "# {} rows; {}{}", grouped(table.rows), table.label, told(&table.told));
        if let Some(layer) = &table.layer {
            let _ = writeln!(text, "layer = {}", quoted(layer));
        }
        self.doubts.extend(table.told.iter().cloned());
        text.push_str("# CHECK: NIBRS, UCR/SRS or another system of counting.\nreporting = \"not stated\"\n");
        if let Some((place, reading)) = at {
            let others = if reading.others.is_empty() {
                String::new()
            } else {
                format!("; as many with {}", reading.others.join(", "))
            };
            let name = if reading.name.is_empty() { String::new() } else { format!(" by {}", reading.name) };
            let _ = writeln!(
                text,
                "# {} of {} positions tried fall into the box of the outlines{name}{others}.",
                reading.inside, reading.all
            );
            if reading.swapped {
                text.push_str(
                    "# x and y are swapped in the file: the columns below are named as they are to be read.\n",
                );
            }
            if !(*place == Where::Features && reading.crs.len() > 20) {
                let _ = writeln!(text, "crs = \"{}\"", reading.crs);
            }
            if matches!(place, Where::Text(_)) && reading.swapped {
                text.push_str("point_order = \"yx\" # CHECK: or \"xy\"\n");
            }
            if 10 * reading.inside < 8 * reading.all {
                self.doubt(&format!(
                    "Only {} of {} positions tried fall into the box of the outlines: crs?",
                    reading.inside, reading.all
                ));
            }
        } else {
            text.push_str(
                "# No position was found that falls into the outlines. Needed: x and y under [source.columns], \
                     and\n# crs = \"EPSG:4326\" (degrees) or your state plane.\n",
            );
            self.doubt(
                "No position falls into the outlines in any reference system that was tried: rows count by label \
                     alone.",
            );
        }
        let Some(read) = self.seen.reads.first() else { return text };
        if let Some((from, to, stray)) = read.span() {
            let _ = writeln!(text, "from = \"{from}\"\nto = \"{to}\"");
            if stray > 0 {
                let _ = writeln!(text, "# {stray} rows lie years apart from these months and are not read.");
                self.doubt(&format!("{stray} rows lie years apart from {from} to {to}: they are not read."));
            }
            let gaps = read.gaps();
            if !gaps.is_empty() {
                let _ = writeln!(
                    text,
                    "# No row in {}. If these months are zero and not missing: covers = \"{from}..{to}\"",
                    short(&runs(&gaps))
                );
                self.doubt(&format!("No row in {}: missing, or zero (covers)?", short(&runs(&gaps))));
            }
        }
        text
    }

    fn columns(&mut self) -> String {
        let seen = self.seen;
        let mut text = String::from("\n[source.columns]\n");
        let mut put = |key: &str, at: usize, note: String| {
            let _ = writeln!(
                text,
                "{key} = [{}]{}",
                quoted(&seen.table.header[at]),
                if note.is_empty() { note } else { format!(" # {note}") }
            );
        };
        if let Some(at) = seen.incident {
            let column = &seen.table.columns[at];
            let note = if column.many {
                String::new()
            } else {
                format!("{} numbers on {} rows", grouped(column.values.len() as u64), grouped(column.filled))
            };
            put("incident", at, note);
        }
        if let Some(at) = seen.reported {
            put("reported", at, String::new());
        }
        let when = seen.when;
        if let Some(at) = when.date {
            put("occurred", at, seen.reads.first().map_or(String::new(), |r| short(&r.example)));
        }
        if let Some((year, month, day)) = when.parts {
            for (key, at) in [("year", Some(year)), ("month", Some(month)), ("day", day)] {
                if let Some(at) = at {
                    put(key, at, String::new());
                }
            }
        }
        for (key, at) in [("time", when.time), ("hour", when.hour)] {
            if let Some(at) = at {
                put(key, at, seen.table.texts(at).next().map(short).unwrap_or_default());
            }
        }
        if let Some(at) = seen.kinds.column {
            let key = if seen.by_text() { "description" } else { "code" };
            put(
                key,
                at,
                format!(
                    "{} values; {} of {} rows known by {}",
                    seen.table.columns[at].values.len(),
                    grouped(seen.kinds.known),
                    grouped(seen.table.rows),
                    by(seen.kinds.by)
                ),
            );
        }
        if let Some(label) = seen.label {
            let filled = seen.table.columns[label.at].filled;
            let key = if label.by_name { "area_name" } else { "area" };
            put(key, label.at, format!("{} of {} name an area", grouped(label.rows), grouped(filled)));
        }
        match seen.at.as_ref().map(|(place, _)| *place) {
            Some(Where::Pair(x, y)) => {
                put("x", x, seen.table.texts(x).next().map(short).unwrap_or_default());
                put("y", y, seen.table.texts(y).next().map(short).unwrap_or_default());
            }
            Some(Where::Text(at)) => put("point", at, seen.table.texts(at).next().map(short).unwrap_or_default()),
            _ => {}
        }
        if when.date.is_none() && when.parts.is_none() {
            text.push_str("# Needed, and not found: occurred = [\"COLUMN OF DATES\"]\n");
            self.doubt("No column of dates was found: name it under columns.occurred.");
        }
        self.more_columns(&mut text);
        text
    }

    /// Columns that may be meant, commented out, and those that nothing is made of.
    fn more_columns(&mut self, text: &mut String) {
        let table = self.seen.table;
        for at in table.all() {
            let (name, values) = (table.plain(at), &table.columns[at]);
            let whole = !values.many
                && !values.values.is_empty()
                && values.values.keys().all(|v| crate::fields::integer(v.as_bytes()).is_some());
            let varied = values.values.len() > 1 && values.values.len() < 40;
            if whole
                && varied
                && ["victims", "numvictims", "victimcount", "victimcounts", "totalvictims", "nvictims"].contains(&name)
            {
                let _ = writeln!(text, "# To count victims and not rows: victims = [{}]", self.name(at));
            } else if whole
                && varied
                && ["count", "totalincidents", "incidents", "offensecount", "counts"].contains(&name)
            {
                let _ = writeln!(text, "count = [{}] # CHECK: how many a row counts", self.name(at));
                self.doubts.push(format!("Column {} was taken for how many a row counts.", self.name(at)));
            }
        }
        let named = text.clone();
        let rest: Vec<&str> = table.header.iter().map(String::as_str).filter(|h| !named.contains(&quoted(h))).collect();
        if !rest.is_empty() {
            let _ = writeln!(text, "# Not used: {}", short_list(&rest));
        }
    }

    fn dates(&mut self) -> String {
        let Some(read) = self.seen.reads.first() else { return String::new() };
        let mut text = String::from("\n[source.dates]\n");
        let rows = read.rows();
        let other = self.seen.reads.iter().skip(1).filter(|r| r.months != read.months && r.rows() > 0);
        for other in other {
            if other.unread == read.unread {
                let ends = other.span().map(|(from, to, _)| format!("{from} to {to}")).unwrap_or_default();
                let _ = writeln!(
                    text,
                    "# CHECK: \"{}\" reads as many rows, {ends}: every day is 12 or lower, so that nothing \
                     tells them apart.",
                    other.order
                );
                self.doubts.push(format!(
                    "Dates read as {} and as {} alike: check order under [source.dates].",
                    read.order, other.order
                ));
            } else {
                let _ = writeln!(
                    text,
                    "# As \"{}\", {} more rows could not be read.",
                    other.order,
                    grouped(other.unread - read.unread)
                );
            }
        }
        let _ =
            writeln!(text, "order = \"{}\" # {} rows read, {} not", read.order, grouped(rows), grouped(read.unread));
        if read.unread > 0 {
            self.doubts.push(format!("{} dates cannot be read.", grouped(read.unread)));
        }
        if read.numbers > 0 {
            let _ = writeln!(
                text,
                "# {} dates are one number: seconds since 1970 (by UTC) or spreadsheet days.",
                grouped(read.numbers)
            );
        }
        if read.short > 0 {
            let _ = writeln!(text, "# {} years have two digits.", grouped(read.short));
        }
        if 10 * read.utc_midnight > 9 * rows && rows > 0 {
            text.push_str(
                "# Nearly all are midnight by UTC: days, written as times. Without this they would be the evening \
                 before.\nzone = \"local\"\n",
            );
        } else if read.converted > 0 {
            let _ = writeln!(
                text,
                "# {} times have a zone of their own and become {}; if they are local for all that: zone = \"local\"",
                grouped(read.converted),
                self.seen.zone
            );
        }
        if let Some((minute, share)) = read.peak() {
            let _ = writeln!(
                text,
                "# {:.0} % of the times are {:02}:{:02}; if that stands for \"unknown\": \
                 unknown_times = [\"{:02}:{:02}\"]",
                100.0 * share,
                minute / 60,
                minute % 60,
                minute / 60,
                minute % 60
            );
        } else if read.timed == 0 {
            text.push_str("# No row has a time of day.\n");
        }
        text
    }

    fn rules(&mut self) -> String {
        self.seen.rules(&mut self.doubts)
    }
}

fn by(by: By) -> &'static str {
    match by {
        By::Words => "their words",
        By::Nibrs => "NIBRS codes",
        By::Ucr => "UCR/SRS classes",
        By::Flag => "yes and no",
        By::Nothing => "nothing",
    }
}
