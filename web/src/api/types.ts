/** Short names for the shapes of the API's answers. The shapes themselves are generated: `npm run gen-types`. */
import type { components } from './types.gen';

type Schemas = components['schemas'];

export type Month = string;
export type Measure = Schemas['Measure'];
export type Unit = Schemas['Unit'];
export type TimeBasis = Schemas['TimeBasis'];
export type AreaBasis = Schemas['AreaBasis'];
export type Of = Schemas['Of'];
export type Basis = Schemas['Objective'];
export type Shape = Schemas['Shape'];
export type Baseline = Schemas['Baseline'];
export type Periods = Schemas['Periods'];
export type ClusterMethod = Schemas['ClusterMethod'];

/** What every answer says of itself; `params` has what its question has, and no more. */
export interface Said {
  dataset: string;
  params: object;
  seed?: number | null;
  /** Chosen offenses that may not be shown there and are not counted. */
  withheld?: string[];
}
export type WindowMeta = Schemas['WindowMeta'];

type StatusAnswer = Schemas['StatusAnswer'];
type Point = [number, number];
export type Bounds = [west: number, south: number, east: number, north: number];
export type City = Omit<Schemas['CityInfo'], 'center' | 'bounds' | 'months'> & {
  center: Point;
  bounds: Bounds;
  months: Schemas['MonthsSaid'][];
};
type Defaults = Omit<Schemas['Defaults'], 'from' | 'to'> & { from: Month; to: Month };
/** A status with at least one month of data: the only kind that the viewer shows. */
export type Status = Omit<StatusAnswer, 'city' | 'defaults' | 'span' | 'through'> & {
  city: City;
  defaults: Defaults;
  span: Schemas['Span'];
  through: Month;
};
export type CoverageSpan = Schemas['CoverageRun'];
export type OffenseInfo = Schemas['OffenseInfo'];
export type SiteInfo = Schemas['SiteInfo'];
export type Shift = Schemas['ShiftInfo'];
export type LocatedShare = Schemas['Located'];

export type Ranking = Schemas['RankingsAnswer'];
export type RankItem = Schemas['RankItem'];
export type NotRanked = Schemas['NotRankedItem'];
export type AreaAnswer = Schemas['AreaAnswer'];
/** A place in full, without what the answer says of itself. */
export type PlaceAnswer = Schemas['PlaceInFull'];
export type ThenNow = Schemas['ThenNow'];
export type Changed = Schemas['Changed'];
export type SeriesMonth = Schemas['MonthCount'];
export type Posterior = Schemas['Posterior'];

export type Cells = Schemas['CellsAnswer'];
export type Surface = Schemas['SurfaceAnswer'];
export type Concentration = Schemas['ConcentrationAnswer'];
export type ConcentrationFigures = Schemas['ConcentrationFigures'];
/** A figure beside what chance alone would give (its middle 95%). */
export type AgainstChance = Schemas['Figure'];
export type ChanceOf = Schemas['NullFigure'];
export type Stability = Schemas['StabilityItem'];
export type Clusters = Schemas['ClustersAnswer'];
export type ClusterCell = Schemas['ClusterCell'];
export type Category = Schemas['CategoryItem'];
export type ScanCluster = Schemas['ScanItem'];
export type NearRepeat = Schemas['NearRepeat'];

export type Decision = Schemas['DecisionAnswer'];
export type DecidedItem = Schemas['DecisionItem'];
export type CriterionInfo = Schemas['CriterionInfo'];
export type GuardRow = Schemas['GuardItem'];
export type FundingRule = Schemas['RuleItem'];

export type Optimized = Schemas['OptimizeAnswer'];
export type ChosenCatchment = Schemas['ChosenCatchment'];
export type FrontierPoint = Schemas['FrontierPoint'];
export type Chance = Schemas['ChanceAnswer'];
export type ChanceArea = Schemas['ChanceArea'];
export type StableCatchment = Schemas['StableCatchment'];
export type CatchmentScore = Schemas['ScoreAnswer'];
export type ScoredArea = Schemas['ScoredArea'];
export type Backtest = Schemas['BacktestAnswer'];
export type BacktestSummary = Schemas['BacktestSummary'];
export type PairedMean = Schemas['PairedMean'];

export type SitesCheck = Schemas['CheckAnswer'];
export type SiteChecked = Schemas['SiteChecked'];
export type RouteAnswer = Schemas['RouteAnswer'];
export type SiteVerdict = Schemas['SiteVerdict'];
/** A site as a revision of the register has it. */
export type RegisteredSite = Schemas['RegisteredSite'];
export type Register = Schemas['RegisterAnswer'];
export type SiteHistory = Schemas['SiteHistory'];
/** What somebody changes of a site: an outline or what holds from a month on, or its last month; always why. */
export type SiteChange = Partial<Omit<Schemas['SiteChange'], 'outline' | 'why'>> & {
  why: string;
  outline?: GeoJSON.Polygon | GeoJSON.MultiPolygon;
};
export type QuarterShare = Schemas['QuarterItem'];
export type SitesEvaluation = Schemas['EvaluateAnswer'];
export type Spec = Schemas['SpecItem'];
export type Recent = Schemas['RecentAnswer'];
export type RecentItem = Schemas['RecentItem'];
export type RecentBeside = Schemas['RecentBeside'];
export type RecentStretch = Schemas['RecentStretch'];
export type TargetAnswer = Schemas['TargetAnswer'];
export type CountyMask = Schemas['CountyMask'];

export type ScenarioComparison = Schemas['CompareAnswer'];
export type ComparedPlace = Schemas['ComparedPlace'];

/** The question that a scenario was saved from. */
export type Asked = Schemas['Asked'];
/** An area drawn by hand or chosen, with its name. */
export interface DrawnArea {
  name: string;
  cells?: string[] | null;
  polygon?: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
}
/**
 * What a person saves: the question with its values, what was picked and drawn, and the address that shows it again.
 */
export interface ScenarioBody {
  name: string;
  note: string;
  question: Record<string, unknown>;
  picked: string[];
  drawn: DrawnArea[];
  archived: boolean;
  asked?: Asked;
  /** The viewer's address fragment. */
  view?: string;
}
export type Scenario = Omit<Schemas['ScenarioAnswer'], keyof ScenarioBody> & ScenarioBody;

/** An RFC 9457 problem document; what a proxy answers may lack all but the status. */
export type Problem = Partial<Schemas['Problem']> & { status: number };

/** Long work under way: what a 202 says. */
export type Progress = Pick<Schemas['Running'], 'done' | 'total' | 'note'>;

/** Outlines with an id, as `format=geojson` gives them. */
export interface Shapes {
  type: 'FeatureCollection';
  features: {
    type: 'Feature';
    id?: string | number;
    properties: Record<string, unknown>;
    geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  }[];
}
