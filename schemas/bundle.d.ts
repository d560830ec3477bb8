// The shapes of a bundle, version 1.5.0. Generated; `strategies schema` writes it anew.

/** A learner model that a strategy is for. */
export interface AlignmentV1 {
  /** always AlignmentObject */
  "@type": "AlignmentObject";
  /** how it is aligned: with learners of some grades */
  alignmentType: "educationalLevel";
  /** name of the learner model */
  targetName: string;
  /** the learner model, as described in this document */
  targetUrl: string;
}

/** A script on every page that counts visits. */
export interface AnalyticsV1 {
  /** the address of the script */
  script: string;
  /** further attributes of its tag */
  attributes: Record<string, string>;
}

/** One strategy of a library for education. */
export interface ArticleV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its id */
  identifier: string;
  /** its name */
  name: string;
  /** its title */
  headline: string;
  /** its summary */
  abstract: string;
  /** the day of the last change */
  dateModified: string;
  /** the day it was first published */
  datePublished?: string | null;
  /** language of the texts as a BCP 47 tag */
  inLanguage: string;
  /** address of its licence */
  license?: string | null;
  /** its address */
  url?: string | null;
  /** who wrote it */
  author?: PersonV1[] | null;
  /** who publishes it */
  publisher: OrganizationV1;
  /** the library */
  isPartOf: LinkV1;
  /** name of its category */
  articleSection: string;
  /** its category */
  keywords: DefinedTermV1[];
  /** its factors */
  about: DefinedTermV1[];
  /** its parts */
  hasPart: PartV1[];
  /** videos in its sections */
  video: VideoObjectV1[];
  /** additional resources, and citations */
  citation: CitationV1[];
  /** related strategies */
  mentions: LinkV1[];
  /** where it was taken over from */
  isBasedOn?: CitationV1 | null;
  /** its earlier ids */
  "dcterms:replaces"?: FormerV1[] | null;
  /** values of the library's own fields */
  additionalProperty?: PropertyV1[] | null;
  /** its class in schema.org */
  "@type": ["Article", "LearningResource"];
  /** whom the library says that it is for */
  audience: AudienceV1;
  /** what the library calls its strategies */
  learningResourceType: string;
  /** grades of its learners */
  educationalLevel: string[];
  /** its learner models */
  educationalAlignment: AlignmentV1[];
  /** its factors once more */
  teaches: LinkV1[];
}

/** Whom it is for. */
export interface AudienceV1 {
  /** its class in schema.org */
  "@type": "EducationalAudience";
  /** their role */
  educationalRole: string;
}

/** A disclaimer and the number of published strategies that carry it. */
export interface CarriedDisclaimerV1 {
  /** never changes once published */
  id: string;
  /** the words to show */
  text: string;
  /** the same with its links, emphasis and paragraphs, as Markdown; null when it is plain words */
  markdown: string | null;
  /** how many carry it */
  strategies: number;
}

/** A part below another, or a factor or learner model in place of a deprecated one (CFPckgAssociation). */
export interface CaseAssociationV1 {
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** how the two are related */
  associationType: "isChildOf" | "replacedBy" | (string & {});
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
  caseVersion: "1.1" | (string & {});
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
  CFItemType: "Learner Model" | "Group" | "Factor" | (string & {});
  /** what it is, among the definitions */
  CFItemTypeURI: CaseLinkV1;
  /** address of its page, or a URN of its identifier */
  uri: string;
  /** id of the learner model or factor */
  humanCodingScheme?: string | null;
  /** other forms of the name of a factor or learner model */
  conceptKeywords?: string[] | null;
  /** description of a learner model */
  notes?: string | null;
  /** language of its texts */
  language: string;
  /** grades of the learner models that it belongs to */
  educationLevel?: string[] | null;
  /** the newest day on which a strategy changed, as terms have no days of their own */
  lastChangeDateTime: string;
  /** on a deprecated factor or learner model */
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
  targetType: "CASE" | (string & {});
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
  deprecated: true | (string & {});
}

/** `json/categories.json`: all categories, sorted by id. */
export interface CategoriesV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** all categories, sorted by id */
  categories: CategoryV1[];
}

/** How many strategies of a category. */
export interface CategoryCountV1 {
  /** id of the category */
  category: string;
  /** how many strategies there are */
  strategies: number;
}

/** A category as a node. */
export interface CategoryNodeV1 {
  /** always node */
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
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** its summary, definition or description */
  description: string;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** other forms of its name */
  alternateNames: string[];
}

/** A category is to be used in place of a deprecated one. */
export interface CategoryReplacedByV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "replacedBy";
  /** labels of the node it starts from */
  source_labels: ["Category"];
  /** labels of the node it leads to */
  target_labels: ["Category"];
  /** what is said about it */
  properties: NoPropertiesV1;
}

/** A category and its strategies. */
export interface CategoryV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** other forms of its name */
  aliases: string[];
  /** one or two plain sentences */
  description: string;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** id of the one to use in its place */
  replaced_by: string | null;
  /** what the library says besides, by the ids of its own fields; a field without a value is left out */
  fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** ids of its published strategies, sorted */
  strategies: string[];
}

/** What became of one thing. */
export interface ChangeV1 {
  /** what it is */
  thing: "library" | "section" | "field" | "vocabulary" | "disclaimer" | "category" | "factor" | "learner-model" | "term" | "strategy" | (string & {});
  /** its id; of the library itself: library; of a term of one of its own vocabularies, with the id of the vocabulary before it */
  id: string;
  /** moved: now a former id of another; reused: the id is there but seems to mean, or leads to, something else; restored: an id that was retired, or led elsewhere, means the same as before */
  kind: "removed" | "retired" | "moved" | "reused" | "added" | "restored" | "changed" | (string & {});
  /** how grave it is for consumers */
  class: "breaking" | "additive" | "wording" | (string & {});
  /** where the id leads now, if it is gone */
  leads_to: string | null;
  /** true when the id is gone without a trace, which is never allowed */
  vanished: boolean;
  /** title or name, as it is now or was last */
  title: string | null;
  /** of a strategy that is new */
  summary: string | null;
  /** the new id of what is, or seems to be, the same, if this one is gone; of a term of one of its own vocabularies, without the id of the vocabulary */
  renamed_to: string | null;
  /** changes that this one follows from and adds nothing to, such as factor:vision */
  caused_by: string[];
  /** the day in `updated`, where it stayed while the text changed */
  stale_updated: string | null;
  /** what changed of it */
  details: DetailV1[];
  /** other strategies that this touches */
  strategies: string[];
  /** whom this touches among those who use bundles */
  consumers: string;
}

/** `changes.json`: all changes since an earlier version, the gravest first. */
export interface ChangesV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** the earlier version of the content, which this one was compared with */
  since: string;
  /** the smallest step of the version that the changes need */
  bump: "none" | "patch" | "minor" | "major" | (string & {});
  /** how many changes of each class */
  counts: CountsOfClassesV1;
  /** all changes, the gravest first, then by kind of thing and id */
  changes: ChangeV1[];
  /** titles of the strategies that a change refers to, by id */
  titles: Record<string, string>;
}

/** The text of one section of a strategy, with everything that must be named or shown with it. */
export interface ChunkV1 {
  /** ids of the strategy and of the section; stable like both */
  id: string;
  /** the same as a UUID, different from those of other libraries */
  identifier: string;
  /** id of the strategy */
  strategy: string;
  /** title of the strategy */
  title: string;
  /** id of the section */
  section: string;
  /** heading of the section */
  heading: string;
  /** plain text of the section, without its disclaimer */
  text: string;
  /** must be shown word for word wherever the text is shown */
  disclaimer: string | null;
  /** language of the texts as a BCP 47 tag */
  language: string;
  /** its licence, an SPDX expression where there is one */
  licence: string;
  /** address of the licence; null when it is not one of the SPDX list */
  licence_url: string | null;
  /** whom readers should credit besides the publisher */
  attribution: string | null;
  /** who publishes the library */
  publisher: string;
  /** version of the library that it is from */
  library_version: string;
  /** the section on its page; null when the library has no base_url */
  url: string | null;
  /** of `text` as UTF-8: a chunk with the same hash needs no new embedding */
  text_sha256: string;
}

/** An additional resource, or a citation. A work of the library, which may be both, has an address of its own. */
export interface CitationV1 {
  /** what identifies it, here and elsewhere */
  "@id"?: string | null;
  /** its class in schema.org */
  "@type": "CreativeWork";
  /** its name */
  name: string;
  /** what it is or offers */
  description?: string | null;
  /** a DOI, written doi:10.… */
  identifier?: string | null;
  /** its address */
  url?: string | null;
}

/** A sentence and the work that carries it. A sentence with two works is two claims. */
export interface ClaimV1 {
  /** id of the section */
  section: string;
  /** the sentence */
  text: string;
  /** its words that lead to the work */
  words: string;
  /** id of the work among the references */
  reference: string;
}

/** The library as a whole. */
export interface CollectionV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its class in schema.org */
  "@type": "Collection";
  /** its name */
  name: string;
  /** what it holds and for whom, in its own words */
  description?: string | null;
  /** language of the texts as a BCP 47 tag */
  inLanguage: string;
  /** address of its licence */
  license?: string | null;
  /** whom readers should credit besides the publisher */
  creditText?: string | null;
  /** who publishes it */
  publisher: OrganizationV1;
  /** version of the content, following semantic versioning */
  version: string;
  /** its address */
  url?: string | null;
  /** values of the library's own fields */
  additionalProperty?: PropertyV1[] | null;
}

/** The library's own words for one of the things that every library has. */
export interface ConceptWordsV1 {
  /** the word for one of them */
  one: string;
  /** the word for several of them */
  many: string;
  /** what the menu calls the list of them */
  menu: string | null;
}

/** How many changes of each class. */
export interface CountsOfClassesV1 {
  /** ids that are gone or mean something else */
  breaking: number;
  /** more, less or other things are said of ids that stay */
  additive: number;
  /** only words that readers see changed */
  wording: number;
}

/** How many strategies the bundle has: pages = published + retired. Drafts are not counted. */
export interface CountsV1 {
  /** strategies that are published or retired */
  pages: number;
  /** strategies in this bundle */
  published: number;
  /** strategies that were published and are no more */
  retired: number;
  /** always 0; until 1.1 the number of drafts */
  excluded: number;
}

/** `json/coverage.json`: where the library is full and where it is thin. */
export interface CoverageV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** the coverage of each learner model */
  learner_models: ModelCoverageV1[];
  /** factors that no strategy supports */
  unused_factors: string[];
  /** factors that one or two strategies support */
  thin_factors: string[];
  /** strategies that no relation joins to the largest part */
  islands: string[][];
  /** relations that are not returned */
  one_way_relations: OneWayRelationV1[];
  /** by further language of the library; empty if it has only one */
  translations: TranslationCoverageV1[];
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
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** always Dataset */
  "@type": "Dataset";
  /** title of the library */
  name: string;
  /** what the library holds, in its own words; without these, its title */
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
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its class in schema.org */
  "@type": "DefinedTermSet";
  /** its name */
  name: string;
  /** language of the texts as a BCP 47 tag */
  inLanguage: string;
  /** its terms */
  hasDefinedTerm: DescribedTermV1[];
}

/** A factor or category, as far as a strategy says that names it. */
export interface DefinedTermV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its class in schema.org */
  "@type": "DefinedTerm";
  /** its id */
  termCode: string;
  /** its name */
  name: string;
  /** the set that it belongs to */
  inDefinedTermSet: LinkV1;
}

/** A factor or category in the set of all. */
export interface DescribedTermV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its class in schema.org */
  "@type": "DefinedTerm";
  /** its id */
  termCode: string;
  /** its name */
  name: string;
  /** the set that it belongs to */
  inDefinedTermSet: LinkV1;
  /** what it is or offers */
  description: string;
  /** other forms of its name */
  alternateName?: string[] | null;
  /** true when it is no longer to be used */
  "owl:deprecated"?: true | null;
  /** the one to use in its place */
  "dcterms:isReplacedBy"?: LinkV1 | null;
  /** values of the library's own fields */
  additionalProperty?: PropertyV1[] | null;
}

/** One field, list or section that changed. A list in another order has nothing removed or added. */
export interface DetailV1 {
  /** the field, list or section */
  place: string;
  /** how grave it is for consumers */
  class: "breaking" | "additive" | "wording" | (string & {});
  /** values or items that are gone */
  removed: string[];
  /** values or items that are new */
  added: string[];
  /** for prose: the difference word by word */
  words: WordsV1[];
}

/** A text that must be shown word for word wherever its section is shown. */
export interface DisclaimerV1 {
  /** never changes once published */
  id: string;
  /** the words to show */
  text: string;
  /** the same with its links, emphasis and paragraphs, as Markdown; null when it is plain words */
  markdown: string | null;
}

/** The library in a further language. Its files stand in a folder of that name below that of each format. */
export interface EditionV1 {
  /** what the library says of itself in this language */
  library: LibraryV1;
  /** all disclaimers in this language */
  disclaimers: CarriedDisclaimerV1[];
  /** what pages in this language are made of besides the records */
  site: SiteV1;
}

/** What a library for education says of its strategies in the words of schema.org. */
export interface EducationV1 {
  /** what kind of learning resource each is */
  kind: string;
  /** the role of those whom they are for */
  audience: string;
}

/** Headings in sections of resources, by what is listed below them (`kind` of a resource). */
export interface EvidenceHeadingsV1 {
  /** headings above studies, and above texts about studies */
  studies: string[];
  /** headings above practice guides */
  practice_guides: string[];
  /** headings above examples */
  examples: string[];
  /** headings above other things, none of them studies */
  others: string[];
}

/** A page that was left out, as manifests named it until 1.1. */
export interface ExcludedV1 {
  /** its id */
  id: string;
  /** why; always draft */
  reason: "draft" | (string & {});
}

/** How many strategies support a factor: in all, and by category, those with none included. */
export interface FactorCoverageV1 {
  /** id of the factor */
  factor: string;
  /** its group in the learner model */
  group: string;
  /** how many strategies there are */
  strategies: number;
  /** the same by category */
  categories: CategoryCountV1[];
}

/** A factor as a node. */
export interface FactorNodeV1 {
  /** always node */
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** what kind of node it is */
  labels: ["Factor"];
  /** what is said about it */
  properties: FactorPropertiesV1;
}

/** A factor that a strategy supports. */
export interface FactorOfStrategyV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** the factor's group in the first of the strategy's learner models that holds it; empty in none */
  group: string;
}

/** What the graph says about a factor. */
export interface FactorPropertiesV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** its summary, definition or description */
  description: string;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** other forms of its name */
  alternateNames: string[];
}

/** A factor is to be used in place of a deprecated one. */
export interface FactorReplacedByV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
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
  /** other forms of its name */
  aliases: string[];
  /** one plain sentence */
  definition: string;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** id of the one to use in its place */
  replaced_by: string | null;
  /** what the library says besides, by the ids of its own fields; a field without a value is left out */
  fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** ids of its published strategies, sorted */
  strategies: string[];
}

/** `json/factors.json`: all factors, sorted by id. */
export interface FactorsV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** all factors, sorted by id */
  factors: FactorV1[];
}

/** A relationship that a field of the library's own names. */
export interface FieldOrderV1 {
  /** place in the author's order, from 1 */
  position: number;
  /** id of the field */
  field: string;
}

/** A strategy under an id that it had before. */
export interface FormerV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** the earlier id */
  identifier: string;
}

/** A group of factors in a learner model. */
export interface GroupV1 {
  /** its name; empty for factors in no group */
  name: string;
  /** ids of its factors, in the order of the model */
  factors: string[];
}

/** A relationship to a factor, which stands in a group. */
export interface GroupedOrderV1 {
  /** place in the author's order, from 1 */
  position: number;
  /** name of the group */
  group: string;
}

/** A learner model holds a factor in a group. */
export interface HasFactorV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "hasFactor";
  /** labels of its start */
  source_labels: ["LearnerModel"];
  /** labels of its end */
  target_labels: ["Factor"];
  /** what is said about it */
  properties: GroupedOrderV1;
}

/** A strategy is for the learners of a learner model. */
export interface HasStrategyV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "hasStrategy";
  /** labels of its start */
  source_labels: ["LearnerModel"];
  /** labels of its end */
  target_labels: ["Strategy"];
  /** what is said about it */
  properties: NoPropertiesV1;
}

/** An image of a section. Its address in html and markdown is the path, with percent-escapes. */
export interface ImageV1 {
  /** id of the section it stands in */
  section: string;
  /** a file of the bundle, from its folder; manifest.json has its size and SHA-256 */
  path: string;
  /** its address on the site, if the library has a base URL */
  url: string | null;
  /** what it shows, for those who do not see it */
  alt: string;
}

/** A strategy belongs to a category. */
export interface InCategoryV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
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
  /** always node */
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** what kind of node it is */
  labels: ["LearnerModel"];
  /** what is said about it */
  properties: LearnerModelPropertiesV1;
}

/** What the graph says about a learner model. Graph databases know no null: no description is an empty one. */
export interface LearnerModelPropertiesV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** its summary, definition or description */
  description: string;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** other forms of its name */
  alternateNames: string[];
  /** grades of its learners, as text */
  grades: string[];
}

/** A learner model is to be used in place of a deprecated one. */
export interface LearnerModelReplacedByV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "replacedBy";
  /** labels of the node it starts from */
  source_labels: ["LearnerModel"];
  /** labels of the node it leads to */
  target_labels: ["LearnerModel"];
  /** what is said about it */
  properties: NoPropertiesV1;
}

/** A learner model and its strategies. */
export interface LearnerModelV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** other forms of its name */
  aliases: string[];
  /** one or two plain sentences */
  description: string | null;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** id of the one to use in its place */
  replaced_by: string | null;
  /** grades of its learners, as text */
  grades: string[];
  /** its factors by group */
  groups: GroupV1[];
  /** what the library says besides, by the ids of its own fields; a field without a value is left out */
  fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** ids of its published strategies, sorted */
  strategies: string[];
}

/** `json/learner-models.json`: all learner models, sorted by id. */
export interface LearnerModelsV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** all learner models, sorted by id */
  learner_models: LearnerModelV1[];
}

/** A learner model: its factors, in groups. */
export interface LearnerTermsV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** always DefinedTermSet */
  "@type": "DefinedTermSet";
  /** id of the learner model */
  identifier: string;
  /** its name */
  name: string;
  /** other forms of its name */
  alternateName?: string[] | null;
  /** one or two plain sentences */
  description?: string | null;
  /** true when it is no longer to be used */
  "owl:deprecated"?: true | null;
  /** the one to use in its place */
  "dcterms:isReplacedBy"?: LinkV1 | null;
  /** language of its texts */
  inLanguage: string;
  /** grades of its learners; none if the library is not for education */
  educationalLevel: string[];
  /** its groups */
  hasPart: TermGroupV1[];
  /** its factors that are in no group */
  hasDefinedTerm?: LinkV1[] | null;
  /** values of the library's own fields */
  additionalProperty?: PropertyV1[] | null;
}

/** The library as a whole. */
export interface LibraryV1 {
  /** a URN or a web address that tells it from other libraries; all its UUIDs are made with it */
  id: string;
  /** its name */
  title: string;
  /** what it holds and for whom, in its own words */
  description: string | null;
  /** language of the texts as a BCP 47 tag */
  language: string;
  /** who publishes it */
  publisher: string;
  /** its licence, an SPDX expression where there is one */
  licence: string;
  /** address of the licence; null when it is not a single one of the SPDX list */
  licence_url: string | null;
  /** version of the content, following semantic versioning */
  version: string;
  /** whom readers should credit besides the publisher */
  attribution: string | null;
  /** where the site stands */
  base_url: string | null;
  /** all languages that it is published in, that of the originals first; empty if there is only one. The files of each further language stand in a folder of its name: `json/es/strategies.json` */
  languages: string[];
}

/** A thing that is described elsewhere, in this document unless its address says otherwise. */
export interface LinkV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
}

/** A sentence, and the work that carries it. */
export interface LinkedClaimV1 {
  /** its class in schema.org */
  "@type": "Claim";
  /** its text */
  text: string;
  /** additional resources, and citations */
  citation: LinkV1;
}

/** `json/strategies.jsonld`: the library, its vocabulary, and all strategies, published or retired. */
export interface LinkedDataV1 {
  /** the meaning of every term; nothing is to be fetched */
  "@context": Record<string, unknown>;
  /** everything that is described */
  "@graph": (CollectionV1 | DatasetV1 | DefinedTermSetV1 | OwnTermSetV1 | LearnerTermsV1 | RetiredStrategyV1 | ArticleV1 | PlainArticleV1)[];
}

/** A picture beside the name of the library. */
export interface LogoV1 {
  /** its path in the library */
  image: string;
  /** what it shows; empty if it only repeats the name */
  alt: string;
}

/** One file of the bundle. */
export interface ManifestFileV1 {
  /** from the bundle's folder, with / */
  path: string;
  /** its size */
  bytes: number;
  /** its SHA-256 in hex digits */
  sha256: string;
}

/** `manifest.json`: every other file but SHA256SUMS, which lists the manifest too. */
export interface ManifestV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** version of each shape in schemas/, by its name */
  schema_versions: Record<string, string>;
  /** the formats in this bundle, sorted; each stands in a folder of its name, but for html/images */
  formats: string[];
  /** how many pages there are */
  counts: CountsV1;
  /** ids of all published strategies, sorted */
  published: string[];
  /** ids of all retired strategies, sorted */
  retired: string[];
  /** always empty; until 1.1 the drafts that were left out */
  excluded: ExcludedV1[];
  /** all disclaimers, in the order of the page policy */
  disclaimers: CarriedDisclaimerV1[];
  /** what pages are made of besides the records */
  site: SiteV1;
  /** the further languages of the library, in its order */
  languages: EditionV1[];
  /** sorted by path */
  files: ManifestFileV1[];
}

/** What the prose links to. */
export interface MentionsV1 {
  /** ids of factors, in the order of the links */
  factors: string[];
  /** ids of strategies, in the order of the links */
  strategies: string[];
}

/** The coverage of a learner model's factors by strategies for this model. */
export interface ModelCoverageV1 {
  /** id of the learner model */
  learner_model: string;
  /** group by group, in the order of the model */
  factors: FactorCoverageV1[];
}

/** Something of a closed list, by id and name. */
export interface NamedV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
}

/** A strategy names a term of one of the library's own vocabularies in one of its fields. */
export interface NamesTermV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "namesTerm";
  /** labels of the node it starts from */
  source_labels: ["Strategy"];
  /** labels of the node it leads to */
  target_labels: ["Term"];
  /** what is said about it */
  properties: FieldOrderV1;
}

/** Nothing is said about the relationship but that it is there. */
export type NoPropertiesV1 = Record<string, unknown>;

/** A line of `json/graph/nodes.jsonl`. */
export type NodeV1 = StrategyNodeV1 | FactorNodeV1 | LearnerModelNodeV1 | CategoryNodeV1 | RetiredStrategyNodeV1 | TermNodeV1;

/** A disclaimer: a text that must be shown word for word wherever its section is shown. */
export interface NoticeV1 {
  /** the same in every section that has it */
  "@id": string;
  /** its class in schema.org */
  "@type": "CreativeWork";
  /** its id */
  identifier: string;
  /** its text */
  text: string;
}

/** A relation that the other strategy does not return. */
export interface OneWayRelationV1 {
  /** id of the strategy that names the other */
  source: string;
  /** id of the other */
  target: string;
}

/** A relationship at its place in the author's order. */
export interface OrderV1 {
  /** place in the author's order, from 1 */
  position: number;
}

/** Who publishes. */
export interface OrganizationV1 {
  /** the same wherever the publisher is named */
  "@id": string;
  /** its class in schema.org */
  "@type": "Organization";
  /** its name */
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

/** A term of one of the library's own vocabularies, which need not say what it means. */
export interface OwnDefinedTermV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its class in schema.org */
  "@type": "DefinedTerm";
  /** its id */
  termCode: string;
  /** its name */
  name: string;
  /** the set that it belongs to */
  inDefinedTermSet: LinkV1;
  /** what it is or offers */
  description?: string | null;
  /** other forms of its name */
  alternateName?: string[] | null;
  /** true when it is no longer to be used */
  "owl:deprecated"?: true | null;
  /** the one to use in its place */
  "dcterms:isReplacedBy"?: LinkV1 | null;
  /** values of the library's own fields */
  additionalProperty?: PropertyV1[] | null;
}

/** A field that the library has besides those of every library. */
export interface OwnFieldV1 {
  /** its key in `fields` of records and terms */
  id: string;
  /** the name readers see */
  name: string;
  /** what its values are: of `choices`, a list of texts; of `reference`, an id and a name; of `references`, a list of these */
  type: "choice" | "choices" | "text" | "integer" | "number" | "date" | "boolean" | "url" | "reference" | "references" | (string & {});
  /** the values to choose from, in order */
  choices: string[];
  /** what a reference names: `strategy`, `factor`, `category`, `learner_model`, or a term of the vocabulary of this id */
  target: string | null;
  /** what has it: `strategy`, `factor`, `category`, `learner_model`, `library`, or the terms of the vocabulary of this id */
  on: string;
  /** true when each of these has it */
  required: boolean;
  /** true when readers can filter strategies by it */
  filter: boolean;
  /** false when tables leave it out */
  column: boolean;
  /** true when cards of strategies show it */
  card: boolean;
  /** what it says */
  description: string | null;
}

/** A page of the library besides its strategies. */
export interface OwnPageV1 {
  /** its address on the site is `/<id>/`; the text of `about` is in the page About */
  id: string;
  /** its heading */
  title: string;
  /** the sentence below the heading */
  description: string | null;
  /** what the menu calls it; none if it is not there */
  menu: string | null;
  /** its place in the menu */
  order: number;
  /** the languages that its text is in, that of the original first; empty if the library has only one. In any other language of the library, the original text stands in its place */
  languages: string[];
}

/** One of the library's own vocabularies as a whole. */
export interface OwnTermSetV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its class in schema.org */
  "@type": "DefinedTermSet";
  /** its name */
  name: string;
  /** what it lists */
  description?: string | null;
  /** language of the texts as a BCP 47 tag */
  inLanguage: string;
  /** its terms */
  hasDefinedTerm: OwnDefinedTermV1[];
}

/** A term of one of the library's own vocabularies, and the strategies that name it. */
export interface OwnTermV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** other forms of its name */
  aliases: string[];
  /** one plain sentence; null when there is none */
  definition: string | null;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** id of the one to use in its place */
  replaced_by: string | null;
  /** what the library says besides, by the ids of its own fields; a field without a value is left out */
  fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** ids of its published strategies, sorted */
  strategies: string[];
}

/** One of the library's own vocabularies: its words and its terms. */
export interface OwnVocabularyV1 {
  /** the target of references to its terms; never changes once published */
  id: string;
  /** the word for one of its terms */
  one: string;
  /** the word for several */
  many: string;
  /** what the menu calls it; null when it is not there */
  menu: string | null;
  /** what it lists */
  description: string | null;
  /** its terms, sorted by id */
  terms: OwnTermV1[];
}

/** A section that pages may have. */
export interface PageSectionV1 {
  /** the section's id in records */
  id: string;
  /** its heading */
  heading: string;
  /** what its list items are */
  items: "resource" | "citation" | (string & {}) | null;
  /** what readers should know of every such section; it is shown with it */
  note: string | null;
}

/** One section of a page. */
export interface PartV1 {
  /** its class in schema.org */
  "@type": "CreativeWork";
  /** its id */
  identifier: string;
  /** its name */
  name: string;
  /** its place on the page, from 1 */
  position: number;
  /** its text */
  text: string;
  /** what must be shown with it, word for word */
  usageInfo?: NoticeV1 | null;
  /** its parts */
  hasPart?: LinkedClaimV1[] | null;
}

/** Who wrote. */
export interface PersonV1 {
  /** its class in schema.org */
  "@type": "Person";
  /** its name */
  name: string;
}

/** One strategy of a library that does not say that it is for education. */
export interface PlainArticleV1 {
  /** what identifies it, here and elsewhere */
  "@id": string;
  /** its id */
  identifier: string;
  /** its name */
  name: string;
  /** its title */
  headline: string;
  /** its summary */
  abstract: string;
  /** the day of the last change */
  dateModified: string;
  /** the day it was first published */
  datePublished?: string | null;
  /** language of the texts as a BCP 47 tag */
  inLanguage: string;
  /** address of its licence */
  license?: string | null;
  /** its address */
  url?: string | null;
  /** who wrote it */
  author?: PersonV1[] | null;
  /** who publishes it */
  publisher: OrganizationV1;
  /** the library */
  isPartOf: LinkV1;
  /** name of its category */
  articleSection: string;
  /** its category */
  keywords: DefinedTermV1[];
  /** its factors */
  about: DefinedTermV1[];
  /** its parts */
  hasPart: PartV1[];
  /** videos in its sections */
  video: VideoObjectV1[];
  /** additional resources, and citations */
  citation: CitationV1[];
  /** related strategies */
  mentions: LinkV1[];
  /** where it was taken over from */
  isBasedOn?: CitationV1 | null;
  /** its earlier ids */
  "dcterms:replaces"?: FormerV1[] | null;
  /** values of the library's own fields */
  additionalProperty?: PropertyV1[] | null;
  /** its class in schema.org */
  "@type": "Article";
}

/** The value of a field of the library's own. */
export interface PropertyV1 {
  /** its class in schema.org */
  "@type": "PropertyValue";
  /** id of the field */
  propertyID: string;
  /** its name */
  name: string;
  /** what it is or offers */
  description?: string | null;
  /** its value; of a reference, the name */
  value: string | boolean | number | string[];
  /** what a reference names */
  valueReference?: LinkV1 | LinkV1[] | null;
}

/** A citation. */
export interface ReferenceV1 {
  /** the citation */
  text: string;
  /** its address */
  url: string | null;
  /** its DOI, without an address before it */
  doi: string | null;
  /** id of the work in the library; null for a citation that the page holds itself */
  id: string | null;
  /** its facts; null for a citation that the page holds itself */
  csl: Record<string, unknown> | null;
}

/** A strategy names another as related. */
export interface RelatedToV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "relatedTo";
  /** labels of its start */
  source_labels: ["Strategy"];
  /** labels of its end */
  target_labels: ["Strategy"];
  /** what is said about it */
  properties: OrderV1;
}

/** A related strategy as it stands on a card. */
export interface RelatedV1 {
  /** never changes once published */
  id: string;
  /** its title */
  title: string;
  /** its summary */
  summary: string;
  /** id of its category */
  category: string;
  /** the languages that its text is in, that of the original first; empty if the library has only one. In any other language of the library, the original text stands in its place */
  languages: string[];
}

/** A line of `json/graph/relationships.jsonl`. */
export type RelationshipV1 = TargetsFactorV1 | RelatedToV1 | HasFactorV1 | HasStrategyV1 | InCategoryV1 | FactorReplacedByV1 | CategoryReplacedByV1 | LearnerModelReplacedByV1 | StrategyReplacedByV1 | NamesTermV1 | TermReplacedByV1;

/** An additional resource. */
export interface ResourceV1 {
  /** its title */
  title: string;
  /** its address; of a work without one, its place on the strategy's page, `reference:<id>` as long as the library has no base URL */
  url: string;
  /** what it offers */
  description: string;
  /** the level-3 heading it stands under, or empty */
  kind: string;
  /** id of the work among the references; null for an address of its own */
  reference: string | null;
}

/** A retired strategy as a node. Its identifier is the one that it had while it was published. */
export interface RetiredStrategyNodeV1 {
  /** always node */
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
  /** never changes once published */
  id: string;
  /** the name readers see */
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
  /** LearningResource in a library for education */
  "@type": "LearningResource" | "CreativeWork";
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
  /** its id in the page policy */
  id: string;
  /** its heading */
  heading: string;
  /** Markdown that gives `html`; with links `factor:<id>`, `strategy:<id>` and `reference:<id>` */
  markdown: string;
  /** safe HTML; links in the library have an id in `data-factor`, `data-strategy` or `data-reference`, and addresses if it has a base URL; those of images lead from the bundle's folder */
  html: string;
  /** plain text with list marks, numbers, indentation and the columns of tables */
  text: string;
  /** what must be shown with it */
  disclaimer: DisclaimerV1 | null;
}

/** What pages are made of besides the records, so that a verifier can make them again. */
export interface SiteV1 {
  /** the sections of pages, in order */
  sections: PageSectionV1[];
  /** true if some of them may show videos, which readers are told */
  videos: boolean;
  /** the library's own fields, in order */
  fields: OwnFieldV1[];
  /** the values of the library's own fields about itself, by their ids */
  library_fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** ids of the library's own vocabularies, in order: `json/vocabularies.json` has their terms, and folders of these names on the site have their pages */
  vocabularies: string[];
  /** the heading above the list of factors */
  factors_heading: string;
  /** the heading above related strategies; {category} stands for its name */
  related_heading: string;
  /** the heading above related strategies of other categories */
  other_related_heading: string;
  /** which headings of resources say that studies are listed */
  evidence: EvidenceHeadingsV1;
  /** where pages are edited; the path of the page is added to it */
  edit_url: string | null;
  /** the library's own file that LICENSE is a copy of, by its path in the library */
  licence_file: string | null;
  /** the library's own words for what every library has, by the names of records */
  words: Record<string, ConceptWordsV1>;
  /** what linked data says of strategies, if the library is for education */
  education: EducationV1 | null;
  /** a picture beside the name of the library */
  logo: LogoV1 | null;
  /** what pages may load besides the site's own files, by directive of the Content-Security-Policy; `self` is the site */
  csp: Record<string, string[]>;
  /** a script on every page that counts visits */
  analytics: AnalyticsV1 | null;
  /** the library's own pages, in the order of the menu; their texts are beside them as `index.html.md` */
  pages: OwnPageV1[];
  /** in a further language: what is in the words of the original, as the name of a list and an id */
  untranslated: string[];
  /** the library's own templates, translations and styles, by their paths in the library */
  theme: string[];
  /** the library's own files at the top of the site, by their paths below `html/` */
  files: string[];
}

/** `json/strategies.json`: all published strategies, sorted by id. */
export interface StrategiesV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** all disclaimers, in the order of the page policy */
  disclaimers: DisclaimerV1[];
  /** all published strategies, sorted by id */
  strategies: StrategyV1[];
}

/** `json/strategies/<id>.json`: one strategy, the same record, with the library it is from. */
export interface StrategyDocumentV1 {
  /** never changes once published */
  id: string;
  /** its title */
  title: string;
  /** one whole sentence */
  summary: string;
  /** always published; the others are in tombstones */
  status: "published" | (string & {});
  /** the day of the last change */
  updated: string;
  /** the day it was first published; null when its authors do not say it */
  published: string | null;
  /** its category */
  category: NamedV1;
  /** the learner models whose learners it is for */
  learner_models: NamedV1[];
  /** the factors it supports */
  factors: FactorOfStrategyV1[];
  /** related strategies */
  related: RelatedV1[];
  /** its text, in the order of the page */
  sections: SectionV1[];
  /** images of the sections, in the order of the text */
  images: ImageV1[];
  /** videos in the sections, in the order of the text */
  videos: VideoV1[];
  /** additional resources */
  resources: ResourceV1[];
  /** citations that the page holds, then works that it names */
  references: ReferenceV1[];
  /** sentences that cite works, in the order of the text */
  claims: ClaimV1[];
  /** what its texts link to */
  mentions: MentionsV1;
  /** ids that it had before and that lead to it */
  aliases: string[];
  /** where it was taken over from */
  source: OriginV1 | null;
  /** who wrote it */
  authors: string[];
  /** what the library says besides, by the ids of its own fields, which `site.fields` of the manifest describes; a field without a value is left out */
  fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** the languages that its text is in, that of the original first; empty if the library has only one. In any other language of the library, the original text stands in its place */
  languages: string[];
  /** those made from an earlier text of the original */
  outdated_languages: string[];
  /** address of its page; null when the library has no base_url */
  url: string | null;
  /** of the page's text with LF line ends and no byte-order mark */
  content_sha256: string;
  /** of all other fields of the record as canonical JSON (RFC 8785), without `$schema`, `schema_version` and `library` */
  record_sha256: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** where its schema is, as seen from this file */
  $schema: string;
}

/** A line of `json/strategies.jsonl`: one strategy, the same record, with the library it is from. */
export interface StrategyLineV1 {
  /** never changes once published */
  id: string;
  /** its title */
  title: string;
  /** one whole sentence */
  summary: string;
  /** always published; the others are in tombstones */
  status: "published" | (string & {});
  /** the day of the last change */
  updated: string;
  /** the day it was first published; null when its authors do not say it */
  published: string | null;
  /** its category */
  category: NamedV1;
  /** the learner models whose learners it is for */
  learner_models: NamedV1[];
  /** the factors it supports */
  factors: FactorOfStrategyV1[];
  /** related strategies */
  related: RelatedV1[];
  /** its text, in the order of the page */
  sections: SectionV1[];
  /** images of the sections, in the order of the text */
  images: ImageV1[];
  /** videos in the sections, in the order of the text */
  videos: VideoV1[];
  /** additional resources */
  resources: ResourceV1[];
  /** citations that the page holds, then works that it names */
  references: ReferenceV1[];
  /** sentences that cite works, in the order of the text */
  claims: ClaimV1[];
  /** what its texts link to */
  mentions: MentionsV1;
  /** ids that it had before and that lead to it */
  aliases: string[];
  /** where it was taken over from */
  source: OriginV1 | null;
  /** who wrote it */
  authors: string[];
  /** what the library says besides, by the ids of its own fields, which `site.fields` of the manifest describes; a field without a value is left out */
  fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** the languages that its text is in, that of the original first; empty if the library has only one. In any other language of the library, the original text stands in its place */
  languages: string[];
  /** those made from an earlier text of the original */
  outdated_languages: string[];
  /** address of its page; null when the library has no base_url */
  url: string | null;
  /** of the page's text with LF line ends and no byte-order mark */
  content_sha256: string;
  /** of all other fields of the record as canonical JSON (RFC 8785), without `$schema`, `schema_version` and `library` */
  record_sha256: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
}

/** A strategy as a node. */
export interface StrategyNodeV1 {
  /** always node */
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** what kind of node it is */
  labels: ["Strategy"];
  /** what is said about it */
  properties: StrategyPropertiesV1;
}

/** What the graph says about a strategy; the whole of it is in strategies.json. */
export interface StrategyPropertiesV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** its summary, definition or description */
  description: string;
  /** earlier ids of the strategy */
  formerIds: string[];
  /** identifiers made from the earlier ids, in their order */
  formerIdentifiers: string[];
  /** id of its category */
  category: string;
  /** the day of the last change */
  dateModified: string;
  /** language of the texts as a BCP 47 tag */
  inLanguage: string;
  /** the library's licence */
  license: string;
  /** who publishes the library */
  provider: string;
  /** must be shown word for word wherever the strategy is shown */
  disclaimers: string[];
}

/** A published strategy succeeds a retired one in the end. */
export interface StrategyReplacedByV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
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
  status: "published" | (string & {});
  /** the day of the last change */
  updated: string;
  /** the day it was first published; null when its authors do not say it */
  published: string | null;
  /** its category */
  category: NamedV1;
  /** the learner models whose learners it is for */
  learner_models: NamedV1[];
  /** the factors it supports */
  factors: FactorOfStrategyV1[];
  /** related strategies */
  related: RelatedV1[];
  /** its text, in the order of the page */
  sections: SectionV1[];
  /** images of the sections, in the order of the text */
  images: ImageV1[];
  /** videos in the sections, in the order of the text */
  videos: VideoV1[];
  /** additional resources */
  resources: ResourceV1[];
  /** citations that the page holds, then works that it names */
  references: ReferenceV1[];
  /** sentences that cite works, in the order of the text */
  claims: ClaimV1[];
  /** what its texts link to */
  mentions: MentionsV1;
  /** ids that it had before and that lead to it */
  aliases: string[];
  /** where it was taken over from */
  source: OriginV1 | null;
  /** who wrote it */
  authors: string[];
  /** what the library says besides, by the ids of its own fields, which `site.fields` of the manifest describes; a field without a value is left out */
  fields: Record<string, string | boolean | number | string[] | NamedV1 | NamedV1[]>;
  /** the languages that its text is in, that of the original first; empty if the library has only one. In any other language of the library, the original text stands in its place */
  languages: string[];
  /** those made from an earlier text of the original */
  outdated_languages: string[];
  /** address of its page; null when the library has no base_url */
  url: string | null;
  /** of the page's text with LF line ends and no byte-order mark */
  content_sha256: string;
  /** of all other fields of the record as canonical JSON (RFC 8785), without `$schema`, `schema_version` and `library` */
  record_sha256: string;
}

/** A strategy supports a factor. */
export interface TargetsFactorV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "targetsFactor";
  /** labels of its start */
  source_labels: ["Strategy"];
  /** labels of its end */
  target_labels: ["Factor"];
  /** what is said about it */
  properties: GroupedOrderV1;
}

/** A group of factors in a learner model. */
export interface TermGroupV1 {
  /** what identifies it, here and elsewhere */
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

/** A term of one of the library's own vocabularies as a node. */
export interface TermNodeV1 {
  /** always node */
  type: "node";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** what kind of node it is */
  labels: ["Term"];
  /** what is said about it */
  properties: TermPropertiesV1;
}

/** What the graph says about a term of one of the library's own vocabularies. No definition is an empty one. */
export interface TermPropertiesV1 {
  /** never changes once published */
  id: string;
  /** the name readers see */
  name: string;
  /** its summary, definition or description */
  description: string;
  /** true when it is no longer to be used */
  deprecated: boolean;
  /** other forms of its name */
  alternateNames: string[];
  /** id of its vocabulary */
  vocabulary: string;
}

/** A term is to be used in place of a deprecated one. */
export interface TermReplacedByV1 {
  /** always relationship */
  type: "relationship";
  /** a UUID made from the id; it never changes while the id does not */
  identifier: string;
  /** identifier of the node that it starts from */
  source_identifier: string;
  /** identifier of the node that it leads to */
  target_identifier: string;
  /** what kind of relationship it is */
  label: "replacedBy";
  /** labels of the node it starts from */
  source_labels: ["Term"];
  /** labels of the node it leads to */
  target_labels: ["Term"];
  /** what is said about it */
  properties: NoPropertiesV1;
}

/** A strategy that was published and is no more. */
export interface TombstoneV1 {
  /** never changes once published */
  id: string;
  /** its last title */
  title: string;
  /** always retired */
  status: "retired" | (string & {});
  /** the day it was retired or last changed */
  updated: string;
  /** the day it was retired; that of its last change, if its page does not say */
  retired: string;
  /** the published strategy that succeeds it in the end */
  replaced_by: string | null;
  /** ids that it had before */
  aliases: string[];
}

/** `json/tombstones.json`: all retired strategies, sorted by id. */
export interface TombstonesV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** all retired strategies, sorted by id */
  tombstones: TombstoneV1[];
}

/** How many strategies are translated into a language. */
export interface TranslationCoverageV1 {
  /** language of the texts as a BCP 47 tag */
  language: string;
  /** how many strategies there are */
  translated: number;
  /** those that were made from an earlier text of the original */
  outdated: string[];
  /** strategies that are not translated; readers get the original */
  missing: string[];
}

/** A video chosen as an example. */
export interface VideoObjectV1 {
  /** its class in schema.org */
  "@type": "VideoObject";
  /** its name */
  name: string;
  /** its address */
  url: string;
  /** address of a player to embed */
  embedUrl: string;
}

/** A video chosen as an example; nothing of it is to be loaded before a reader asks. */
export interface VideoV1 {
  /** id of the section it stands in */
  section: string;
  /** its title */
  title: string;
  /** youtube or vimeo */
  provider: "youtube" | "vimeo" | (string & {});
  /** its id at the provider */
  video_id: string;
  /** its address */
  url: string;
  /** the address to embed */
  embed_url: string;
}

/** `json/vocabularies.json`: the library's own vocabularies; a library without any has no such file. */
export interface VocabulariesV1 {
  /** where its schema is, as seen from this file */
  $schema: string;
  /** version of the shapes; later ones that begin with the same number only add fields */
  schema_version: string;
  /** the library that it is from */
  library: LibraryV1;
  /** all of them, in the order of the page policy */
  vocabularies: OwnVocabularyV1[];
}

/** Words that stay, go or come; of long stretches that stay only the ends are given. */
export interface WordsV1 {
  /** what became of them */
  op: "keep" | "remove" | "add" | (string & {});
  /** the words */
  text: string;
}
