// The shapes of a bundle, version 1.1.0. Generated; `strategies schema` writes it anew.

/** A learner model that a strategy is for. */
export interface AlignmentV1 {
  /** always AlignmentObject */
  "@type": "AlignmentObject";
  /** how it is aligned: with learners of some grades */
  alignmentType: "educationalLevel";
  /** name of the learner model */
  targetName: string;
  /** the learner model, which is described in this document */
  targetUrl: string;
}

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
  /** grades of the learners it is for */
  educationalLevel: string[];
  /** the learner models whose learners it is for */
  educationalAlignment: AlignmentV1[];
  /** name of its category */
  articleSection: string;
  /** its category */
  keywords: DefinedTermV1[];
  /** its factors */
  about: DefinedTermV1[];
  /** its factors once more, as what it is meant to support */
  teaches: LinkV1[];
  hasPart: PartV1[];
  video: VideoObjectV1[];
  citation: CitationV1[];
  /** related strategies */
  mentions: LinkV1[];
  isBasedOn?: CitationV1 | null;
  /** its earlier ids */
  "dcterms:replaces"?: FormerV1[] | null;
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

/** A part below another, or a factor in place of a deprecated one (CFPckgAssociation). */
export interface CaseAssociationV1 {
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** how the two are related */
  associationType: "isChildOf" | "replacedBy";
  /** place below the destination, from 1 */
  sequenceNumber?: number | null;
  /** address of its page, or a URN of its identifier */
  uri: string;
  /** the part below, or the deprecated one */
  originNodeURI: CaseNodeLinkV1;
  /** the part above, or the one to use */
  destinationNodeURI: CaseNodeLinkV1;
  /** the newest day on which a strategy changed, as terms have no days of their own */
  lastChangeDateTime: string;
}

/** What items and the document refer to (CFDefinition). */
export interface CaseDefinitionsV1 {
  /** the licence of the library */
  CFLicenses: CaseLicenceV1[];
  /** the kinds of items */
  CFItemTypes: CaseItemTypeV1[];
}

/** The framework as a whole (CFPckgDocument). */
export interface CaseDocumentV1 {
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** address of its page, or a URN of its identifier */
  uri: string;
  /** version of the standard */
  caseVersion: "1.1";
  /** who publishes the library */
  creator: string;
  /** title of the library */
  title: string;
  /** the newest day on which a strategy changed, as terms have no days of their own */
  lastChangeDateTime: string;
  /** address of the site */
  officialSourceURL?: string | null;
  /** who publishes the library */
  publisher: string;
  /** what it holds, in one sentence */
  description: string;
  /** language of the texts */
  language: string;
  /** version of the library */
  version: string;
  /** the licence, which is among the definitions */
  licenseURI: CaseLinkV1;
  /** whom readers should credit */
  notes?: string | null;
}

/** A kind of items (CFItemType). */
export interface CaseItemTypeV1 {
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** address of its page, or a URN of its identifier */
  uri: string;
  /** its name */
  title: string;
  /** what it is, in one sentence */
  description: string;
  /** its place among the kinds */
  hierarchyCode: string;
  /** the newest day on which a strategy changed, as terms have no days of their own */
  lastChangeDateTime: string;
}

/** A learner model, a group of its factors, or a factor (CFPckgItem). */
export interface CaseItemV1 {
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** definition of a factor, or the name of what has none */
  fullStatement: string;
  /** name of a factor */
  abbreviatedStatement?: string | null;
  /** what it is */
  CFItemType: "Learner Model" | "Group" | "Factor";
  /** what it is, among the definitions */
  CFItemTypeURI: CaseLinkV1;
  /** address of its page, or a URN of its identifier */
  uri: string;
  /** id of the learner model or factor */
  humanCodingScheme?: string | null;
  /** other forms of the name of a factor */
  conceptKeywords?: string[] | null;
  /** description of a learner model */
  notes?: string | null;
  /** language of its texts */
  language: string;
  /** grades of the learner models that it belongs to */
  educationLevel?: string[] | null;
  /** the newest day on which a strategy changed, as terms have no days of their own */
  lastChangeDateTime: string;
  /** on a deprecated factor */
  extensions?: CaseStateV1 | null;
}

/** The licence of the library (CFLicense). */
export interface CaseLicenceV1 {
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** address of its page, or a URN of its identifier */
  uri: string;
  /** its name */
  title: string;
  /** address of its text, or its name */
  licenseText: string;
  /** the newest day on which a strategy changed, as terms have no days of their own */
  lastChangeDateTime: string;
}

/** A link to a part of the package (LinkURI). */
export interface CaseLinkV1 {
  /** name of the part */
  title: string;
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** address of its page, or a URN of its identifier */
  uri: string;
}

/** A link to an item or the document at one end of an association (LinkGenURI). */
export interface CaseNodeLinkV1 {
  /** name of the part */
  title: string;
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** address of its page, or a URN of its identifier */
  uri: string;
  /** always CASE */
  targetType: "CASE";
}

/** `json/case.json`: the factors and learner models as a framework, a CFPackage of CASE 1.1. */
export interface CasePackageV1 {
  /** the framework as a whole */
  CFDocument: CaseDocumentV1;
  /** learner models, each before its groups, then all factors by id */
  CFItems: CaseItemV1[];
  /** what stands below what */
  CFAssociations: CaseAssociationV1[];
  /** kinds of items, and the licence */
  CFDefinitions: CaseDefinitionsV1;
}

/** What the standard has no field for. */
export interface CaseStateV1 {
  /** always true: it is no longer to be used */
  deprecated: true;
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

/** A category as a node. */
export interface CategoryNodeV1 {
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** what kind of node it is */
  labels: ["Category"];
  /** what is said about it */
  properties: CategoryPropertiesV1;
}

/** What the graph says about a category. */
export interface CategoryPropertiesV1 {
  id: string;
  name: string;
  description: string;
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

/** How many pages the library has, and what became of them: pages = published + retired + excluded. */
export interface CountsV1 {
  pages: number;
  published: number;
  retired: number;
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

/** A file of the data. */
export interface DataDownloadV1 {
  /** always DataDownload */
  "@type": "DataDownload";
  /** its path in a bundle */
  name: string;
  /** its media type */
  encodingFormat: string;
  /** its address, when that of the site is known */
  contentUrl?: string | null;
}

/** The data about the library as a whole. */
export interface DatasetV1 {
  /** what identifies it */
  "@id": string;
  /** always Dataset */
  "@type": "Dataset";
  /** title of the library */
  name: string;
  /** what it holds, in one sentence */
  description: string;
  /** language of the texts */
  inLanguage: string;
  /** address of the licence */
  license?: string | null;
  /** whom readers should credit */
  creditText?: string | null;
  /** who publishes it */
  creator: OrganizationV1;
  /** version of the library */
  version: string;
  /** the day of the newest change of a strategy */
  dateModified?: string | null;
  /** address of the site */
  url?: string | null;
  /** the library */
  mainEntity: LinkV1;
  /** the files with all of it */
  distribution: DataDownloadV1[];
}

/** The factors or the categories as a whole. */
export interface DefinedTermSetV1 {
  "@id": string;
  "@type": "DefinedTermSet";
  name: string;
  inLanguage: string;
  hasDefinedTerm: DescribedTermV1[];
}

/** A factor or category, as far as a strategy says that names it. */
export interface DefinedTermV1 {
  "@id": string;
  "@type": "DefinedTerm";
  termCode: string;
  name: string;
  inDefinedTermSet: LinkV1;
}

/** A factor or category in the set of all. */
export interface DescribedTermV1 {
  "@id": string;
  "@type": "DefinedTerm";
  termCode: string;
  name: string;
  inDefinedTermSet: LinkV1;
  description: string;
  alternateName?: string[] | null;
  /** true when it is no longer to be used */
  "owl:deprecated"?: true | null;
  /** the factor to use in its place */
  "dcterms:isReplacedBy"?: LinkV1 | null;
}

/** A text that must be shown word for word wherever its section is shown. */
export interface DisclaimerV1 {
  id: string;
  text: string;
}

/** A page that was left out. */
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
  /** other forms of its name */
  alternateNames: string[];
}

/** A factor is to be used in place of a deprecated one. */
export interface FactorReplacedByV1 {
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  source_identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "replacedBy";
  /** labels of the node it starts from */
  source_labels: ["Factor"];
  /** labels of the node it leads to */
  target_labels: ["Factor"];
  /** what is said about it */
  properties: NoPropertiesV1;
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

/** A strategy under an id that it had before. */
export interface FormerV1 {
  "@id": string;
  /** the earlier id */
  identifier: string;
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

/** A strategy belongs to a category. */
export interface InCategoryV1 {
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  source_identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "inCategory";
  /** labels of the node it starts from */
  source_labels: ["Strategy"];
  /** labels of the node it leads to */
  target_labels: ["Category"];
  /** what is said about it */
  properties: NoPropertiesV1;
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

/** A learner model: its factors, in groups. */
export interface LearnerTermsV1 {
  /** what identifies it */
  "@id": string;
  /** always DefinedTermSet */
  "@type": "DefinedTermSet";
  /** id of the learner model */
  identifier: string;
  /** its name */
  name: string;
  /** one or two plain sentences */
  description?: string | null;
  /** language of its texts */
  inLanguage: string;
  /** grades of its learners */
  educationalLevel: string[];
  /** its groups */
  hasPart: TermGroupV1[];
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

/** `json/strategies.jsonld`: the library, its vocabulary, and all strategies, published or retired. */
export interface LinkedDataV1 {
  /** the meaning of every term; nothing is to be fetched */
  "@context": Record<string, unknown>;
  /** everything that is described */
  "@graph": (CollectionV1 | DatasetV1 | DefinedTermSetV1 | LearnerTermsV1 | RetiredStrategyV1 | ArticleV1)[];
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
  /** the pages that were left out, sorted by id */
  excluded: ExcludedV1[];
  disclaimers: CarriedDisclaimerV1[];
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
export type NodeV1 = StrategyNodeV1 | FactorNodeV1 | LearnerModelNodeV1 | CategoryNodeV1 | RetiredStrategyNodeV1;

/** A disclaimer: a text that must be shown word for word wherever its section is shown. */
export interface NoticeV1 {
  /** the same in every section that has it */
  "@id": string;
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
  /** the same wherever the publisher is named */
  "@id": string;
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
export type RelationshipV1 = TargetsFactorV1 | RelatedToV1 | HasFactorV1 | HasStrategyV1 | InCategoryV1 | FactorReplacedByV1 | StrategyReplacedByV1;

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

/** A retired strategy as a node. Its identifier is the one that it had while it was published. */
export interface RetiredStrategyNodeV1 {
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** what kind of node it is */
  labels: ["RetiredStrategy"];
  /** what is said about it */
  properties: RetiredStrategyPropertiesV1;
}

/** What the graph says about a strategy that was published and is no more. */
export interface RetiredStrategyPropertiesV1 {
  id: string;
  name: string;
  /** earlier ids of the strategy */
  formerIds: string[];
  /** identifiers made from the earlier ids, in their order */
  formerIdentifiers: string[];
  /** the day it was retired or last changed */
  dateModified: string;
}

/** A strategy that was published and is no more. */
export interface RetiredStrategyV1 {
  /** what identified it while it was published */
  "@id": string;
  /** always LearningResource */
  "@type": "LearningResource";
  /** its id */
  identifier: string;
  /** its last title */
  name: string;
  /** always Obsolete */
  creativeWorkStatus: "Obsolete";
  /** always true */
  "owl:deprecated": true;
  /** the day it was retired or last changed */
  dateModified: string;
  /** the library */
  isPartOf: LinkV1;
  /** the published strategy that succeeds it in the end */
  "dcterms:isReplacedBy"?: LinkV1 | null;
  /** its earlier ids */
  "dcterms:replaces"?: FormerV1[] | null;
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
  /** earlier ids of the strategy */
  formerIds: string[];
  /** identifiers made from the earlier ids, in their order */
  formerIdentifiers: string[];
  category: string;
  dateModified: string;
  inLanguage: string;
  license: string;
  provider: string;
  /** must be shown word for word wherever the strategy is shown */
  disclaimers: string[];
}

/** A published strategy succeeds a retired one in the end. */
export interface StrategyReplacedByV1 {
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  source_identifier: string;
  /** a UUID made from the id; it never changes while the id does not */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "replacedBy";
  /** labels of the node it starts from */
  source_labels: ["RetiredStrategy"];
  /** labels of the node it leads to */
  target_labels: ["Strategy"];
  /** what is said about it */
  properties: NoPropertiesV1;
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

/** A group of factors in a learner model. */
export interface TermGroupV1 {
  /** what identifies it */
  "@id": string;
  /** always DefinedTermSet */
  "@type": "DefinedTermSet";
  /** its name */
  name: string;
  /** its place in the learner model, from 1 */
  position: number;
  /** its factors */
  hasDefinedTerm: LinkV1[];
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
