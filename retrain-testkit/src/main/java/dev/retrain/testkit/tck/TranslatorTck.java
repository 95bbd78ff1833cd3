package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of a translator. Extend it, name the backend, and every case below is run; nothing
 * is ever called. {@link BackendTck} adds what a backend must do with runs.
 *
 * <p>The message of a failed case names what to fix.
 */
@ExtendWith(CaseCount.class)
public abstract class TranslatorTck implements DeclaringKit {

  private static final String PIPELINES = "dev.retrain.testkit.tck.ReferencePipelines#names";
  private static final String CAPABILITIES = "dev.retrain.testkit.tck.CapabilityPipelines#needed";
  private static final String TEXTS = "dev.retrain.testkit.tck.ReservedTexts#hostile";

  /** Returns the backend's name, such as {@code sagemaker}. */
  protected abstract String name();

  /** Returns the provider of the translator; by default the one found by its name. */
  protected TranslatorProvider provider() {
    return Backends.translator(name(), getClass().getClassLoader());
  }

  /**
   * Returns settings under which all reference pipelines can be translated; placeholders are
   * enough.
   */
  protected Settings settings() {
    return provider().placeholderSettings();
  }

  /**
   * Returns the pattern that the whole key of a run's tag must match at the service; anything by
   * default.
   */
  protected String tagKeyForm() {
    return "(?s).*";
  }

  /**
   * Returns the pattern that the whole value of a run's tag must match at the service; anything by
   * default.
   */
  protected String tagValueForm() {
    return "(?s).*";
  }

  /** Returns a new translator. */
  protected final Translator translator() {
    return provider().translator(settings());
  }

  /** Returns what the cases run on: nothing is called here. */
  ProofBasis basisOfCases() {
    return ProofBasis.TRANSLATION;
  }

  /** Returns the declaration that the cases prove. */
  @Override
  public final Optional<Declared> declaration() {
    return Optional.of(new Declared(name(), translator().capabilities(), basisOfCases()));
  }

  /** It is found by its name, and takes no settings it does not know. */
  @Nested
  class Discovery {

    @Test
    void isFoundByItsName() {
      TranslatorProvider found =
          Backends.translator(name(), TranslatorTck.this.getClass().getClassLoader());

      assertThat(found.name())
          .as("name the provider's class in META-INF/services and return its name from name()")
          .isEqualTo(name());
    }

    @Test
    void hasANameThatSettingsAndHintsCanUse() {
      assertThat(provider().name())
          .as("a backend's name is lower case letters, digits and hyphens")
          .matches("[a-z][a-z0-9-]{1,39}");
    }

    @Test
    void takesItsOwnPlaceholderSettings() {
      assertThatCode(() -> provider().translator(provider().placeholderSettings()))
          .as("placeholderSettings must be valid, so that plan works without a settings file")
          .doesNotThrowAnyException();
    }

    @Test
    void refusesEveryUnknownSettingByName() {
      Map<String, Node> entries = new LinkedHashMap<>();
      if (settings().node() instanceof Node.Mapping mapping) {
        entries.putAll(mapping.entries());
      }
      entries.put("noSuchSetting", Node.of("x"));
      entries.put("norThisOne", Node.of(true));
      Settings unknown = new Settings(Node.of(entries), settings().folder(), "tck.yaml");

      InvalidDefinitionException refused =
          catchThrowableOfType(
              InvalidDefinitionException.class, () -> provider().translator(unknown));

      assertThat(refused)
          .as("read settings by an ObjectShape: unknown keys must be refused, not ignored")
          .isNotNull();
      assertThat(refused.problems())
          .as("every unknown key is a problem that names it")
          .extracting(Problem::toString)
          .anyMatch(text -> text.contains("noSuchSetting"))
          .anyMatch(text -> text.contains("norThisOne"));
    }
  }

  /** It declares for every capability how it is supported, or why not and what to do instead. */
  @Nested
  class Declaration {

    @ParameterizedTest
    @EnumSource(Capability.class)
    void statesHowOrWhyNot(Capability capability) {
      Support support = translator().capabilities().of(capability);

      assertThat(support.how())
          .as("declare for %s by which means, or what the service lacks", capability)
          .isNotBlank();
      if (support instanceof Support.Absent absent) {
        assertThat(absent.fix()).as("declare what to do instead of %s", capability).isNotBlank();
      }
    }

    @Test
    @Proves(
        value = {
          Capability.CANCEL,
          Capability.RESUME,
          Capability.SCHEDULE,
          Capability.TRAFFIC_SPLIT,
          Capability.MIRROR,
          Capability.ARMED_ROLLBACK,
        },
        ofTranslatorsOnly = true)
    void declaresNothingForRunsThatItCannotStart() {
      if (!(provider() instanceof BackendProvider)) {
        assertThat(CapabilityPipelines.BEYOND_PIPELINES)
            .as("what only translates declares absent what concerns runs, schedules and traffic")
            .noneMatch(capability -> translator().capabilities().has(capability));
      }
    }

    @Test
    void mirrorsOnlyWhereItSplits() {
      Capabilities declared = translator().capabilities();

      assertThat(declared.has(Capability.TRAFFIC_SPLIT) || !declared.has(Capability.MIRROR))
          .as("MIRROR is used through a deployer: declare TRAFFIC_SPLIT too, or neither")
          .isTrue();
    }

    @Test
    void rollsBackByItselfOnlyWhereItSplits() {
      Capabilities declared = translator().capabilities();

      assertThat(declared.has(Capability.TRAFFIC_SPLIT) || !declared.has(Capability.ARMED_ROLLBACK))
          .as("ARMED_ROLLBACK is armed by routing: declare TRAFFIC_SPLIT too, or neither")
          .isTrue();
    }

    @Test
    void returnsTheSameEveryTime() {
      assertThat(translator().capabilities().all())
          .as("capabilities depend on the settings alone")
          .isEqualTo(translator().capabilities().all());
    }
  }

  /** The tags of a run are brought into the service's form, or refused with the reason. */
  @Nested
  @Proves(Capability.TAGS)
  class Tags {

    private final Map<String, String> provenance =
        Map.of(
            "retrain.retraining", "flight-delays",
            "retrain.git", "0123456789abcdef".repeat(2) + "01234567",
            "retrain.path", "flight-delays/2001/02/03/run_0123456-1",
            "retrain.data", "s3://data/flights.parquet@" + "e".repeat(300),
            "retrain.version", "v0123456789abcdef-20010203T030000Z");

    private final Map<String, String> unusual =
        Map.of(
            "Own/er of \u00fc%",
            "Risk & Co", "aws:x", "x", "retrain-run", "mine", "9lives", "", "k".repeat(600), "x");

    @Test
    void ofARunAreAllKept() {
      assertThat(translator().runTags(provenance))
          .as("bring tags that the service does not take into form by a TagForm: drop none")
          .hasSameSizeAs(provenance)
          .isEqualTo(translator().runTags(provenance));
    }

    @Test
    void ofARunHaveTheFormOfTheService() {
      Map<String, String> all = new TreeMap<>(provenance);
      all.putAll(unusual);

      Map<String, String> tags = translator().runTags(all);

      assertThat(tags).hasSameSizeAs(all);
      assertThat(tags.keySet())
          .as("keys have the form of tagKeyForm(), which the service accepts")
          .allMatch(key -> key.matches(tagKeyForm()));
      assertThat(tags.values())
          .as("values have the form of tagValueForm(), which the service accepts")
          .allMatch(value -> value.matches(tagValueForm()));
    }

    @Test
    void inTheHundredsAreAllKeptOrRefusedWithTheirNumber() {
      Map<String, String> many = new TreeMap<>();
      for (int i = 0; i < 300; i++) {
        many.put("tag" + i, "x");
      }
      RetrainException refused =
          catchThrowableOfType(
              RetrainException.class,
              () -> assertThat(translator().runTags(many)).hasSameSizeAs(many));

      if (refused != null) {
        assertThat(refused).as("a refusal names the number of tags").hasMessageContaining("300");
      }
    }

    @Test
    void thatDifferInLittleStayApart() {
      Map<String, String> similar =
          Map.of("owner", "a", "Owner", "b", "own.er", "c", "own-er", "d");

      assertThat(translator().runTags(similar))
          .as("tags whose names differ in capitals or punctuation must not become one")
          .hasSize(similar.size());
    }

    @Test
    void ofLongValuesStayApart() {
      Map<String, String> cut = Map.of("a", "x".repeat(400) + "1", "b", "x".repeat(400) + "2");

      assertThat(new HashSet<>(translator().runTags(cut).values()))
          .as("values that are cut must still differ: end them with a hash")
          .hasSize(2);
    }
  }

  /** The same pipeline and settings give the same bytes, in every process and on every machine. */
  @Nested
  class Translation {

    @ParameterizedTest
    @MethodSource(PIPELINES)
    void givesADefinitionOrRefusesWhatIsAbsent(String reference) {
      translatesOrRefuses(ReferencePipelines.named(reference));
    }

    @ParameterizedTest
    @MethodSource(PIPELINES)
    void givesTheSameBytesTwice(String reference) {
      Pipeline pipeline = ReferencePipelines.named(reference);
      Translator translator = translator();

      assertThat(attempt(translator, pipeline))
          .as("translate must be deterministic: no clock, no random names, no order of a HashMap")
          .isEqualTo(attempt(translator, pipeline))
          .isEqualTo(attempt(translator(), pipeline));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "de-DE"})
    void givesTheSameBytesInAnotherLocaleAndTimeZone(String tag) {
      List<Pipeline> pipelines = ReferencePipelines.names().map(ReferencePipelines::named).toList();
      List<Optional<NativeDefinition>> here =
          pipelines.stream().map(pipeline -> attempt(translator(), pipeline)).toList();

      List<Optional<NativeDefinition>> there =
          elsewhere(
              tag,
              () -> pipelines.stream().map(pipeline -> attempt(translator(), pipeline)).toList());

      assertThat(there)
          .as("use Locale.ROOT for case and numbers, and UTC for times")
          .isEqualTo(here);
    }

    @ParameterizedTest
    @MethodSource(PIPELINES)
    void givesTheSameBytesForAnotherOrderOfSteps(String reference) {
      Pipeline pipeline = ReferencePipelines.named(reference);

      assertThat(attempt(translator(), reversed(pipeline)))
          .as("translate must depend on the content of a pipeline, not on the order of its making")
          .isEqualTo(attempt(translator(), pipeline));
    }

    @ParameterizedTest
    @MethodSource(PIPELINES)
    void givesTheSameBytesAfterTheCanonicalRoundTrip(String reference) {
      Pipeline pipeline = ReferencePipelines.named(reference);
      Pipeline json = Pipeline.parse(pipeline.canonicalJson(), "canonical.json");
      Pipeline yaml = Pipeline.parse(pipeline.toYaml(), "pipeline.yaml");

      assertThat(attempt(translator(), pipeline))
          .as("translate must use only what the canonical JSON holds")
          .isEqualTo(attempt(translator(), json))
          .isEqualTo(attempt(translator(), yaml));
    }

    @Test
    void namesFilesByRelativePaths() {
      assertThat(translator().translate(ReferencePipelines.named("diamond")).files().keySet())
          .as("files are named by relative paths with forward slashes")
          .isNotEmpty()
          .allMatch(path -> path.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*"));
    }

    @Test
    void changesWithTheCommandOfAStep() {
      assertThat(text(single("marker-one")))
          .as("the command of a step must reach the definition")
          .isNotEqualTo(text(single("marker-two")));
    }
  }

  /** What is declared absent is refused before submission, with step, reason and fix. */
  @Nested
  class Refusal {

    @ParameterizedTest
    @MethodSource(CAPABILITIES)
    @Proves
    void translatesWhatIsDeclaredAndRefusesWhatIsAbsent(Capability capability) {
      translatesOrRefuses(CapabilityPipelines.needing(capability));
    }

    @Test
    void namesEveryAbsentCapabilityAtOnce() {
      Pipeline pipeline = CapabilityPipelines.needingAll();
      Set<String> absent = absent(pipeline);

      Preflight preflight = translator().preflight(pipeline);

      assertThat(unsupported(preflight))
          .as("preflight returns all problems, not the first: start it with Preflight.of")
          .isEqualTo(absent);
    }

    @Test
    void doesNotRefuseAPlainPipeline() {
      assertThat(translator().preflight(ReferencePipelines.named("diamond")).problems())
          .as("plain steps with parameters pass preflight under the TCK's settings")
          .noneMatch(Problem::isError);
    }

    @Test
    void refusesToTranslateWhatPreflightRefuses() {
      for (Capability capability : CapabilityPipelines.needed().toList()) {
        Pipeline pipeline = CapabilityPipelines.needing(capability);
        if (!translator().preflight(pipeline).passed()) {
          assertThat(refusal(() -> translator().translate(pipeline)))
              .as("translate starts with preflight(pipeline).orThrow: %s is refused", capability)
              .isPresent();
        }
      }
    }
  }

  /** A plan shows what every step becomes, whether it can run or not. */
  @Nested
  class Planning {

    @ParameterizedTest
    @MethodSource(PIPELINES)
    void namesEveryStepInOrder(String reference) {
      Pipeline pipeline = ReferencePipelines.named(reference);
      List<String> expected = new ArrayList<>(pipeline.steps().stream().map(Step::name).toList());
      pipeline.gate().ifPresent(gate -> expected.add("gate"));

      Plan plan = translator().plan(pipeline);

      assertThat(plan.steps())
          .as("a plan has the steps in the pipeline's order, the gate last")
          .extracting(Plan.StepPlan::step)
          .containsExactlyElementsOf(expected);
      assertThat(plan.contentHash()).isEqualTo(pipeline.contentHash());
      assertThat(plan.backend()).isEqualTo(name());
    }

    @ParameterizedTest
    @MethodSource(PIPELINES)
    void showsEveryNeededCapabilityAsDeclared(String reference) {
      Pipeline pipeline = ReferencePipelines.named(reference);
      Translator translator = translator();
      Plan plan = translator.plan(pipeline);

      for (Step step : pipeline.steps()) {
        Plan.StepPlan planned = planned(plan, step.name());
        for (Capability need : CapabilityUse.of(step)) {
          assertThat(planned.features())
              .as("the plan of step %s shows how %s is supported", step.name(), need)
              .containsEntry(need, translator.capabilities().of(need));
        }
      }
    }

    @ParameterizedTest
    @MethodSource(PIPELINES)
    void showsWhatEveryStepBecomesAndOnWhichMachine(String reference) {
      Pipeline pipeline = ReferencePipelines.named(reference);

      for (Plan.StepPlan planned : translator().plan(pipeline).steps()) {
        assertThat(planned.becomes())
            .as("the plan shows what the service calls %s", planned.step())
            .isNotBlank();
        if (!planned.step().equals("gate")) {
          assertThat(planned.resources())
              .as(
                  "the plan shows the resources of %s, the default where none are requested",
                  planned)
              .isNotEmpty();
          assertThat(planned.image())
              .as("the plan shows which image %s runs, or what is bound to it", planned.step())
              .isNotBlank();
        }
      }
    }

    @Test
    void showsTheIdentityOfEveryStep() {
      Pipeline pipeline = CapabilityPipelines.needing(Capability.IDENTITY);
      if (translator().capabilities().has(Capability.IDENTITY)) {
        assertThat(planned(translator().plan(pipeline), "work").identity())
            .as("the plan names the identity of a step, its own or the pipeline's")
            .isPresent();
      }
    }

    @Test
    void isGivenForPipelinesThatCannotRun() {
      Pipeline pipeline = CapabilityPipelines.needingAll();

      assertThat(translator().plan(pipeline).problems())
          .as("a plan never throws: it carries what preflight found")
          .containsAll(translator().preflight(pipeline).problems());
    }

    @Test
    void listsHintsAndMarksThoseOfOthersIgnored() {
      Pipeline pipeline =
          Pipeline.named("hints")
              .parameter(StepProgram.SCRATCH, "scratch")
              .step(CapabilityPipelines.plain("work").hint("another-cloud", "key", "value"))
              .build();

      assertThat(planned(translator().plan(pipeline), "work").hints())
          .as("hints for other backends are listed as ignored: use StepPlans.hints")
          .hasEntrySatisfying(
              "another-cloud.key", hint -> assertThat(hint).contains("value", "ignored"));
    }
  }

  /** No text is read as anything but itself: it is carried, or refused with the step's name. */
  @Nested
  class Escaping {

    @ParameterizedTest
    @MethodSource(TEXTS)
    void carriesOrRefusesAnArgument(String text) {
      carriesOrRefuses(
          other ->
              Pipeline.named("texts")
                  .parameter(StepProgram.SCRATCH, "scratch")
                  .step(
                      CapabilityPipelines.plain("work")
                          .args(
                              Arg.text("--text"),
                              Arg.text(other),
                              Arg.text("--rows"),
                              Arg.out(CapabilityPipelines.ROWS)))
                  .build(),
          text);
    }

    @ParameterizedTest
    @MethodSource(TEXTS)
    void carriesOrRefusesADefaultOfAParameter(String text) {
      carriesOrRefuses(
          other ->
              Pipeline.named("texts")
                  .parameter(StepProgram.SCRATCH, "scratch")
                  .parameter("said", other)
                  .step(CapabilityPipelines.plain("work").parameters("said"))
                  .build(),
          text);
    }

    @ParameterizedTest
    @MethodSource(TEXTS)
    void carriesOrRefusesAVariable(String text) {
      carriesOrRefuses(
          other ->
              Pipeline.named("texts")
                  .parameter(StepProgram.SCRATCH, "scratch")
                  .step(CapabilityPipelines.plain("work").environment("SAID", other))
                  .build(),
          text);
    }

    private void carriesOrRefuses(Function<String, Pipeline> with, String text) {
      Pipeline pipeline = with.apply(text);
      Preflight preflight = translator().preflight(pipeline);
      if (preflight.passed()) {
        assertThat(text(pipeline))
            .as("the text must reach the definition: another text gives another definition")
            .isNotEqualTo(text(with.apply(text + "x")));
      } else {
        assertThat(preflight.problems())
            .as("a text that cannot be carried is refused with a reason and a fix")
            .allSatisfy(problem -> assertThat(problem.what()).isNotBlank())
            .allSatisfy(problem -> assertThat(problem.fix()).isNotBlank());
        assertThat(refusal(() -> translator().translate(pipeline)))
            .as("translate refuses what preflight refuses")
            .isPresent();
      }
    }
  }

  /** Similar names stay different. */
  @Nested
  class Naming {

    @Test
    void keepsSimilarStepsApart() {
      assertThat(markersFound(similarNames()))
          .as("names must be mangled without collisions: one step has replaced another")
          .isEqualTo(similarNames().size());
    }

    @Test
    void keepsLongStepsApart() {
      String shared = "a".repeat(38);
      List<String> names = List.of(shared + "-a", shared + "-b", shared + "aa", shared + "ab");

      assertThat(markersFound(names))
          .as("names of 40 characters that differ in the last must not be cut to the same")
          .isEqualTo(names.size());
    }

    @Test
    void keepsStepsArtifactsAndParametersOfOneNameApart() {
      Pipeline pipeline =
          Pipeline.named("train")
              .parameter(StepProgram.SCRATCH, "scratch")
              .parameter("model", "marker-parameter")
              .step(
                  CapabilityPipelines.program(
                          Step.train("train", StepProgram.IMAGE), "write:train/t=marker-train")
                      .parameters("model")
                      .writes(Artifact.model("train")))
              .step(
                  CapabilityPipelines.program(
                          Step.train("model", StepProgram.IMAGE), "write:own/m=marker-model")
                      .reads(Artifact.model("train"))
                      .writes(Artifact.model("own")))
              .build();

      assertThat(text(pipeline))
          .as("a step, an artifact and a parameter may share a name")
          .contains("marker-train", "marker-model");
    }

    private List<String> similarNames() {
      return List.of(
          "a-b", "ab", "a-b-c", "ab-c", "a-bc", "a1", "a-1", "train", "train-1", "train1");
    }

    private int markersFound(List<String> names) {
      Pipeline.Builder all = Pipeline.named("names").parameter(StepProgram.SCRATCH, "scratch");
      int number = 0;
      for (String name : names) {
        String artifact = "out" + number;
        all.step(
            CapabilityPipelines.program(
                    Step.process(name, StepProgram.IMAGE),
                    "write:" + artifact + "/f=marker-" + number + "-end")
                .writes(Artifact.dataset(artifact)));
        number++;
      }
      String definition = text(all.build());
      int found = 0;
      for (int i = 0; i < names.size(); i++) {
        found += definition.contains("marker-" + i + "-end") ? 1 : 0;
      }
      return found;
    }
  }

  /** Either it translates, or everything absent that the pipeline needs is refused by name. */
  final void translatesOrRefuses(Pipeline pipeline) {
    Set<String> absent = absent(pipeline);
    Preflight preflight = translator().preflight(pipeline);

    assertThat(unsupported(preflight))
        .as("preflight refuses exactly what is declared absent and needed: use Preflight.of")
        .isEqualTo(absent);
    if (absent.isEmpty()) {
      assertThat(preflight.problems())
          .as("what is declared must be translated, not refused for another reason")
          .noneMatch(Problem::isError);
      assertThat(translator().translate(pipeline).files())
          .as("a definition has at least one file, and none is empty")
          .isNotEmpty()
          .allSatisfy((path, text) -> assertThat(text).isNotBlank());
    } else {
      UnsupportedFeature refused =
          catchThrowableOfType(UnsupportedFeature.class, () -> translator().translate(pipeline));
      assertThat(refused)
          .as("translate starts with preflight(pipeline).orThrow: %s is declared absent", absent)
          .isNotNull();
      absentUses(pipeline)
          .forEach(
              use -> {
                Support.Absent why =
                    (Support.Absent) translator().capabilities().of(use.capability());
                assertThat(refused)
                    .as("the refusal names step, reason and fix")
                    .hasMessageContaining(use.step().orElse(pipeline.name()))
                    .hasMessageContaining(why.why())
                    .hasMessageContaining(why.fix());
              });
    }
  }

  private List<CapabilityUse> absentUses(Pipeline pipeline) {
    return CapabilityUse.of(pipeline).stream()
        .filter(use -> !translator().capabilities().has(use.capability()))
        .toList();
  }

  /** Returns step and capability of every need that is absent. */
  private Set<String> absent(Pipeline pipeline) {
    Set<String> all = new TreeSet<>();
    absentUses(pipeline)
        .forEach(
            use ->
                all.add(
                    use.step().map(step -> "step " + step).orElse("pipeline " + pipeline.name())
                        + " needs "
                        + use.capability()));
    return all;
  }

  private static Set<String> unsupported(Preflight preflight) {
    Set<String> all = new TreeSet<>();
    preflight.problems().stream()
        .filter(problem -> problem.code().equals(Preflight.UNSUPPORTED))
        .forEach(
            problem ->
                all.add(problem.subject() + " " + problem.what().replaceFirst("(?s):.*", "")));
    return all;
  }

  private static Plan.StepPlan planned(Plan plan, String step) {
    return plan.steps().stream()
        .filter(one -> one.step().equals(step))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the plan has no step " + step));
  }

  /** Returns the definition, or nothing where the pipeline is refused. */
  private static Optional<NativeDefinition> attempt(Translator translator, Pipeline pipeline) {
    return translator.preflight(pipeline).passed()
        ? Optional.of(translator.translate(pipeline))
        : Optional.empty();
  }

  private String text(Pipeline pipeline) {
    return new TreeMap<>(translator().translate(pipeline).files()).toString();
  }

  private static Optional<RetrainException> refusal(Supplier<?> call) {
    return Optional.ofNullable(catchThrowableOfType(RetrainException.class, call::get));
  }

  private static Pipeline single(String marker) {
    return Pipeline.named("single")
        .parameter(StepProgram.SCRATCH, "scratch")
        .step(
            CapabilityPipelines.program(
                    Step.process("work", StepProgram.IMAGE), "write:rows/rows.csv=" + marker)
                .writes(CapabilityPipelines.ROWS))
        .build();
  }

  /** Returns the same pipeline from a document that lists its steps backwards. */
  private static Pipeline reversed(Pipeline pipeline) {
    Node.Mapping document = (Node.Mapping) pipeline.toNode();
    List<Node> steps =
        new ArrayList<>(((Node.Sequence) document.get("steps").orElseThrow()).items());
    Collections.reverse(steps);
    Map<String, Node> entries = new LinkedHashMap<>(document.entries());
    entries.put("steps", Node.of(steps));
    return Pipeline.parse(Documents.json(Node.of(entries)), "reversed.json");
  }

  private static <T> T elsewhere(String tag, Supplier<T> work) {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      return work.get();
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  /** Returns the capabilities this backend has, natively or emulated. */
  protected final Set<Capability> declared() {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      if (translator().capabilities().has(capability)) {
        all.add(capability);
      }
    }
    return all;
  }
}
