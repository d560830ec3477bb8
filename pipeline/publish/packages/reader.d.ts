import type {
  CategoryV1,
  DisclaimerV1,
  FactorV1,
  LearnerModelV1,
  LibraryV1,
  StrategyV1,
  TombstoneV1,
} from "./schemas/bundle.js";

export * from "./schemas/bundle.js";

export const library: LibraryV1;
/** Texts that must be shown, word for word, wherever their sections are shown. */
export const disclaimers: DisclaimerV1[];
export const strategies: StrategyV1[];
export const factors: FactorV1[];
export const categories: CategoryV1[];
export const learnerModels: LearnerModelV1[];
export const tombstones: TombstoneV1[];

/** The strategy with an id, or the one that replaced it. */
export function strategy(id: string): StrategyV1 | undefined;
/** The factor with an id, or the one that replaced it. */
export function factor(id: string): FactorV1 | undefined;
/** The category with an id, or the one that replaced it. */
export function category(id: string): CategoryV1 | undefined;
/** The learner model with an id, or the one that replaced it. */
export function learnerModel(id: string): LearnerModelV1 | undefined;
/** The strategies that support a factor, sorted by id. */
export function supporting(factorId: string): StrategyV1[];
