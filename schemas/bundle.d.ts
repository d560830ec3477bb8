// The shapes of a bundle, version 1.1.0. Generated; `strategies schema` writes it anew.

/** One strategy. */
export interface ArticleV1 {
  "@id": string;
  "@type": ["Article", "LearningResource"];
  identifier: string;
  name: string;
  headline: string;
  abstract: string;
  dateModified: string;
  inLanguage: string;
  license?: string | null;
  url?: string | null;
  author?: PersonV1[] | null;
  publisher: OrganizationV1;
  isPartOf: LinkV1;
  audience: AudienceV1;
  learningResourceType: "instructional strategy";
  /** names of the learner models whose learners it is for */
  educationalLevel: string[];
  /** name of its category */
  articleSection: string;
  /** its factors */
  about: DefinedTermV1[];
  hasPart: PartV1[];
  video: VideoObjectV1[];
  citation: CitationV1[];
  /** related strategies */
  mentions: LinkV1[];
  isBasedOn?: CitationV1 | null;
}

/** Whom it is for. */
export interface AudienceV1 {
  "@type": "EducationalAudience";
  educationalRole: "teacher";
}

/** A disclaimer and the number of published strategies that carry it. */
export interface CarriedDisclaimerV1 {
  id: string;
  text: string;
  strategies: number;
}

/** `json/categories.json`: all categories, sorted by id. */
export interface CategoriesV1 {
  $schema: string;
  schema_version: "1.1.0";
  library: LibraryV1;
  categories: CategoryV1[];
}

/** How many strategies of a category. */
export interface CategoryCountV1 {
  category: string;
  strategies: number;
}

/** A category and its strategies. */
export interface CategoryV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** one or two plain sentences */
  description: string;
  strategies: string[];
}

/** An additional resource, or a citation. */
export interface CitationV1 {
  "@type": "CreativeWork";
  name: string;
  description?: string | null;
  /** a DOI, written doi:10.… */
  identifier?: string | null;
  url?: string | null;
}

/** The library as a whole. */
export interface CollectionV1 {
  "@id": string;
  "@type": "Collection";
  name: string;
  inLanguage: string;
  license?: string | null;
  creditText?: string | null;
  publisher: OrganizationV1;
  version: string;
  url?: string | null;
}

/** How many strategies the bundle has: pages = published + retired. Drafts are not counted. */
export interface CountsV1 {
  pages: number;
  published: number;
  retired: number;
  /** always 0; until 1.1 the number of drafts */
  excluded: number;
}

/** `json/coverage.json`: where the library is full and where it is thin. */
export interface CoverageV1 {
  $schema: string;
  schema_version: "1.1.0";
  library: LibraryV1;
  learner_models: ModelCoverageV1[];
  /** factors that no strategy supports */
  unused_factors: string[];
  /** factors that one or two strategies support */
  thin_factors: string[];
  /** strategies that no relation joins to the largest part */
  islands: string[][];
  one_way_relations: OneWayRelationV1[];
}

/** The factors as a whole. */
export interface DefinedTermSetV1 {
  "@id": string;
  "@type": "DefinedTermSet";
  name: string;
  inLanguage: string;
  hasDefinedTerm: DescribedTermV1[];
}

/** A factor, as far as a strategy that is about it says. */
export interface DefinedTermV1 {
  "@id": string;
  "@type": "DefinedTerm";
  termCode: string;
  name: string;
  inDefinedTermSet: LinkV1;
}

/** A factor in the set of all. */
export interface DescribedTermV1 {
  "@id": string;
  "@type": "DefinedTerm";
  termCode: string;
  name: string;
  inDefinedTermSet: LinkV1;
  description: string;
  alternateName?: string[] | null;
}

/** A text that must be shown word for word wherever its section is shown. */
export interface DisclaimerV1 {
  id: string;
  text: string;
}

/** A page that was left out, as manifests named it until 1.1. */
export interface ExcludedV1 {
  id: string;
  reason: "draft";
}

/** How many strategies support a factor: in all, and by category, those with none included. */
export interface FactorCoverageV1 {
  factor: string;
  group: string;
  strategies: number;
  categories: CategoryCountV1[];
}

/** A factor as a node. */
export interface FactorNodeV1 {
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  labels: ["Factor"];
  properties: FactorPropertiesV1;
}

/** A factor that a strategy supports. */
export interface FactorOfStrategyV1 {
  id: string;
  name: string;
  /** the factor's group in the first of the strategy's learner models that holds it */
  group: string;
}

/** What the graph says about a factor. */
export interface FactorPropertiesV1 {
  id: string;
  name: string;
  description: string;
  deprecated: boolean;
}

/** A factor and the strategies that support it. */
export interface FactorV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  aliases: string[];
  /** one plain sentence */
  definition: string;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** id of the factor to use in its place */
  replaced_by: string | null;
  strategies: string[];
}

/** `json/factors.json`: all factors, sorted by id. */
export interface FactorsV1 {
  $schema: string;
  schema_version: "1.1.0";
  library: LibraryV1;
  factors: FactorV1[];
}

/** A group of factors in a learner model. */
export interface GroupV1 {
  name: string;
  factors: string[];
}

/** A relationship to a factor, which stands in a group. */
export interface GroupedOrderV1 {
  position: number;
  group: string;
}

/** A learner model holds a factor in a group. */
export interface HasFactorV1 {
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  source_identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  target_identifier: string;
  label: "hasFactor";
  source_labels: ["LearnerModel"];
  target_labels: ["Factor"];
  properties: GroupedOrderV1;
}

/** A strategy is for the learners of a learner model. */
export interface HasStrategyV1 {
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  source_identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  target_identifier: string;
  label: "hasStrategy";
  source_labels: ["LearnerModel"];
  target_labels: ["Strategy"];
  properties: NoPropertiesV1;
}

/** An image of a section. Its address in html and markdown is the path, with percent-escapes. */
export interface ImageV1 {
  section: string;
  /** a file of the bundle, from its folder; manifest.json has its size and SHA-256 */
  path: string;
  /** what it shows, for those who do not see it */
  alt: string;
}

/** A learner model as a node. */
export interface LearnerModelNodeV1 {
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  labels: ["LearnerModel"];
  properties: LearnerModelPropertiesV1;
}

/** What the graph says about a learner model. Graph databases know no null: no description is an empty one. */
export interface LearnerModelPropertiesV1 {
  id: string;
  name: string;
  description: string;
  grades: string[];
}

/** A learner model and its strategies. */
export interface LearnerModelV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** one or two plain sentences */
  description: string | null;
  grades: string[];
  groups: GroupV1[];
  strategies: string[];
}

/** `json/learner-models.json`: all learner models, sorted by id. */
export interface LearnerModelsV1 {
  $schema: string;
  schema_version: "1.1.0";
  library: LibraryV1;
  learner_models: LearnerModelV1[];
}

/** The library as a whole. */
export interface LibraryV1 {
  /** a URN or a web address that tells it from other libraries; all its UUIDs are made with it */
  id: string;
  title: string;
  language: string;
  publisher: string;
  licence: string;
  version: string;
  attribution: string | null;
  base_url: string | null;
}

/** A thing that is described elsewhere, in this document unless its address says otherwise. */
export interface LinkV1 {
  "@id": string;
}

/** `json/strategies.jsonld`: the library, its factors and all published strategies. */
export interface LinkedDataV1 {
  /** the meaning of every term; nothing is to be fetched */
  "@context": Record<string, unknown>;
  "@graph": (CollectionV1 | DefinedTermSetV1 | ArticleV1)[];
}

/** One file of the bundle. */
export interface ManifestFileV1 {
  /** from the bundle's folder, with / */
  path: string;
  bytes: number;
  sha256: string;
}

/** `manifest.json`: every other file but SHA256SUMS, which lists the manifest too. */
export interface ManifestV1 {
  $schema: string;
  schema_version: "1.1.0";
  library: LibraryV1;
  /** version of each shape in schemas/, by its name */
  schema_versions: Record<string, string>;
  /** the formats in this bundle, sorted; each stands in a folder of its name, but for html/images */
  formats: string[];
  counts: CountsV1;
  /** ids of all published strategies, sorted */
  published: string[];
  /** ids of all retired strategies, sorted */
  retired: string[];
  /** always empty; until 1.1 the drafts that were left out */
  excluded: ExcludedV1[];
  disclaimers: CarriedDisclaimerV1[];
  /** what pages are made of besides the records */
  site: SiteV1;
  /** sorted by path */
  files: ManifestFileV1[];
}

/** What the prose links to. */
export interface MentionsV1 {
  factors: string[];
  strategies: string[];
}

/** The coverage of a learner model's factors by strategies for this model. */
export interface ModelCoverageV1 {
  learner_model: string;
  /** group by group, in the order of the model */
  factors: FactorCoverageV1[];
}

/** Something of a closed list, by id and name. */
export interface NamedV1 {
  id: string;
  name: string;
}

/** Nothing is said about the relationship but that it is there. */
export type NoPropertiesV1 = Record<string, never>;

/** A line of `json/graph/nodes.jsonl`. */
export type NodeV1 = StrategyNodeV1 | FactorNodeV1 | LearnerModelNodeV1;

/** A disclaimer: a text that must be shown word for word wherever its section is shown. */
export interface NoticeV1 {
  "@type": "CreativeWork";
  identifier: string;
  text: string;
}

/** A relation that the other strategy does not return. */
export interface OneWayRelationV1 {
  source: string;
  target: string;
}

/** A relationship at its place in the author's order. */
export interface OrderV1 {
  position: number;
}

/** Who publishes. */
export interface OrganizationV1 {
  "@type": "Organization";
  name: string;
}

/** Where a page was taken over from. */
export interface OriginV1 {
  /** the page it was taken over from */
  title: string;
  /** the address of that page */
  url: string;
  /** the day that page was read */
  retrieved: string;
}

/** A section that pages may have. */
export interface PageSectionV1 {
  /** the section's id in records */
  id: string;
  /** its heading */
  heading: string;
  /** what its list items are */
  items: "resource" | "citation" | null;
}

/** One section of a page. */
export interface PartV1 {
  "@type": "CreativeWork";
  identifier: string;
  name: string;
  position: number;
  text: string;
  usageInfo?: NoticeV1 | null;
}

/** Who wrote. */
export interface PersonV1 {
  "@type": "Person";
  name: string;
}

/** A citation. */
export interface ReferenceV1 {
  /** the citation */
  text: string;
  /** its address */
  url: string | null;
  /** its DOI, without an address before it */
  doi: string | null;
}

/** A strategy names another as related. */
export interface RelatedToV1 {
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  source_identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  target_identifier: string;
  label: "relatedTo";
  source_labels: ["Strategy"];
  target_labels: ["Strategy"];
  properties: OrderV1;
}

/** A related strategy as it stands on a card. */
export interface RelatedV1 {
  id: string;
  title: string;
  summary: string;
  category: string;
}

/** A line of `json/graph/relationships.jsonl`. */
export type RelationshipV1 = TargetsFactorV1 | RelatedToV1 | HasFactorV1 | HasStrategyV1;

/** An additional resource. */
export interface ResourceV1 {
  /** its title */
  title: string;
  /** its address */
  url: string;
  /** what it offers */
  description: string;
  /** the level-3 heading it stands under, or empty */
  kind: string;
}

/** One section of a page. */
export interface SectionV1 {
  id: string;
  heading: string;
  /** as written, without the heading; the disclaimer stands in it as a block quote */
  markdown: string;
  /** safe HTML; addresses `factor:<id>` and `strategy:<id>` are left for the consumer, and those of images lead from the bundle's folder */
  html: string;
  /** what a reader sees, blocks parted by an empty line */
  text: string;
  disclaimer: DisclaimerV1 | null;
}

/** What pages are made of besides the records, so that a verifier can make them again. */
export interface SiteV1 {
  /** the sections of pages, in order */
  sections: PageSectionV1[];
  /** the heading above the list of factors */
  factors_heading: string;
  /** the heading above related strategies; {category} stands for its name */
  related_heading: string;
  /** the heading above related strategies of other categories */
  other_related_heading: string;
  /** where pages are edited; the path of the page is added to it */
  edit_url: string | null;
  /** the library's own templates and styles, by their paths in the library */
  theme: string[];
}

/** `json/strategies.json`: all published strategies, sorted by id. */
export interface StrategiesV1 {
  $schema: string;
  schema_version: "1.1.0";
  library: LibraryV1;
  disclaimers: DisclaimerV1[];
  strategies: StrategyV1[];
}

/** `json/strategies/<id>.json`: one strategy, the same record. */
export interface StrategyDocumentV1 {
  /** never changes once published */
  id: string;
  /** its title */
  title: string;
  /** one whole sentence */
  summary: string;
  /** always published; the others are in tombstones */
  status: "published";
  /** the day of the last change */
  updated: string;
  category: NamedV1;
  learner_models: NamedV1[];
  factors: FactorOfStrategyV1[];
  related: RelatedV1[];
  sections: SectionV1[];
  images: ImageV1[];
  videos: VideoV1[];
  resources: ResourceV1[];
  references: ReferenceV1[];
  mentions: MentionsV1;
  aliases: string[];
  source: OriginV1 | null;
  authors: string[];
  /** of the page's text with LF line ends and no byte-order mark */
  content_sha256: string;
  $schema: string;
  schema_version: "1.1.0";
}

/** A strategy as a node. */
export interface StrategyNodeV1 {
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  labels: ["Strategy"];
  properties: StrategyPropertiesV1;
}

/** What the graph says about a strategy; the whole of it is in strategies.json. */
export interface StrategyPropertiesV1 {
  id: string;
  name: string;
  description: string;
  category: string;
  dateModified: string;
  inLanguage: string;
  license: string;
  provider: string;
  /** must be shown word for word wherever the strategy is shown */
  disclaimers: string[];
}

/** One published strategy. */
export interface StrategyV1 {
  /** never changes once published */
  id: string;
  /** its title */
  title: string;
  /** one whole sentence */
  summary: string;
  /** always published; the others are in tombstones */
  status: "published";
  /** the day of the last change */
  updated: string;
  category: NamedV1;
  learner_models: NamedV1[];
  factors: FactorOfStrategyV1[];
  related: RelatedV1[];
  sections: SectionV1[];
  images: ImageV1[];
  videos: VideoV1[];
  resources: ResourceV1[];
  references: ReferenceV1[];
  mentions: MentionsV1;
  aliases: string[];
  source: OriginV1 | null;
  authors: string[];
  /** of the page's text with LF line ends and no byte-order mark */
  content_sha256: string;
}

/** A strategy supports a factor. */
export interface TargetsFactorV1 {
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  source_identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  target_identifier: string;
  label: "targetsFactor";
  source_labels: ["Strategy"];
  target_labels: ["Factor"];
  properties: GroupedOrderV1;
}

/** A strategy that was published and is no more. */
export interface TombstoneV1 {
  /** never changes once published */
  id: string;
  /** its last title */
  title: string;
  status: "retired";
  /** the day it was retired or last changed */
  updated: string;
  /** the published strategy that succeeds it in the end */
  replaced_by: string | null;
  aliases: string[];
}

/** `json/tombstones.json`: all retired strategies, sorted by id. */
export interface TombstonesV1 {
  $schema: string;
  schema_version: "1.1.0";
  library: LibraryV1;
  tombstones: TombstoneV1[];
}

/** A video chosen as an example. */
export interface VideoObjectV1 {
  "@type": "VideoObject";
  name: string;
  url: string;
  embedUrl: string;
}

/** A video chosen as an example; nothing of it is to be loaded before a reader asks. */
export interface VideoV1 {
  /** id of the section it stands in */
  section: string;
  /** its title */
  title: string;
  /** youtube or vimeo */
  provider: "youtube" | "vimeo";
  /** its id at the provider */
  video_id: string;
  /** its address */
  url: string;
  /** the address to embed */
  embed_url: string;
}
