//! A few linear equations.

/// The solution of `N` equations, each with its right side last (`M` is `N` + 1), by Gaussian elimination with
/// pivoting; `None` where a pivot is below `least`.
pub(super) fn solve<const N: usize, const M: usize>(equations: &[[f64; M]; N], least: f64) -> Option<[f64; N]> {
    let mut m = *equations;
    for column in 0..N {
        let pivot = (column..N).max_by(|a, b| m[*a][column].abs().total_cmp(&m[*b][column].abs()))?;
        m.swap(column, pivot);
        if m[column][column].abs() < least {
            return None;
        }
        for row in column + 1..N {
            let factor = m[row][column] / m[column][column];
            let above = m[column];
            for (below, above) in m[row].iter_mut().zip(above).skip(column) {
                *below -= factor * above;
            }
        }
    }
    let mut solution = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|k| m[row][k] * solution[k]).sum();
        solution[row] = (m[row][N] - known) / m[row][row];
    }
    Some(solution)
}
