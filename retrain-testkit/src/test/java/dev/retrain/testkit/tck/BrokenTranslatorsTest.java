package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import dev.retrain.testkit.tck.Broken.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A translator that breaks one rule fails the case that names it. */
class BrokenTranslatorsTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static Rule<Translator> rule(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(Translator.class, broken, method, instead, mend, cases);
  }

  private static Rule<Translator> definition(
      String broken, BiFunction<Pipeline, String, String> change, String mend, String... cases) {
    return rule(
        broken,
        "translate",
        (real, arguments) -> {
          String text =
              ((NativeDefinition) real.withArguments(arguments)).files().get("small/pipeline.json");
          return new NativeDefinition(
              Map.of("small/pipeline.json", change.apply((Pipeline) arguments[0], text)));
        },
        mend,
        cases);
  }

  private static Rule<Translator> plan(
      String broken, UnaryOperator<Plan> change, String mend, String... cases) {
    return rule(
        broken,
        "plan",
        (real, arguments) -> change.apply((Plan) real.withArguments(arguments)),
        mend,
        cases);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> tags(Object... arguments) {
    return new TreeMap<>((Map<String, String>) arguments[0]);
  }

  static Stream<Rule<Translator>> rules() {
    return Stream.of(
        definition(
            "a definition carries a random name",
            (pipeline, text) -> text + COUNTER.incrementAndGet(),
            "",
            "Translation.givesTheSameBytesTwice",
            "Translation.givesTheSameBytesInAnotherLocaleAndTimeZone",
            "Translation.givesTheSameBytesForAnotherOrderOfSteps",
            "Translation.givesTheSameBytesAfterTheCanonicalRoundTrip"),
        definition(
            "numbers are written as the locale has them",
            (pipeline, text) -> text + String.format("%,.2f", 1234.5),
            "Locale.ROOT",
            "Translation.givesTheSameBytesInAnotherLocaleAndTimeZone"),
        definition(
            "the command is left out",
            (pipeline, text) -> text.replaceAll("\"command\":\\[[^]]*\\]", "\"command\":[]"),
            "",
            "Translation.changesWithTheCommandOfAStep",
            "Naming.keepsSimilarStepsApart",
            "Naming.keepsLongStepsApart",
            "Naming.keepsStepsArtifactsAndParametersOfOneNameApart"),
        definition(
            "hyphens of names are dropped",
            (pipeline, text) -> byName(pipeline, step -> step.replace("-", "")),
            "mangled without collisions",
            "Naming.keepsSimilarStepsApart"),
        definition(
            "names are cut",
            (pipeline, text) ->
                byName(pipeline, step -> step.substring(0, Math.min(38, step.length()))),
            "must not be cut",
            "Naming.keepsLongStepsApart"),
        definition(
            "variables are left out",
            (pipeline, text) -> text.replaceAll("\"environment\":\\{[^}]*\\}", ""),
            "must reach the definition",
            "Escaping.carriesOrRefusesAVariable"),
        rule(
            "files are named by absolute paths",
            "translate",
            (real, arguments) ->
                new NativeDefinition(Map.of("/tmp/p", real.withArguments(arguments).toString())),
            "relative paths",
            "Translation.namesFilesByRelativePaths"),
        rule(
            "only the first problem is found",
            "preflight",
            (real, arguments) -> {
              Preflight all = (Preflight) real.withArguments(arguments);
              return new Preflight(all.problems().stream().limit(1).toList());
            },
            "preflight",
            "Refusal.namesEveryAbsentCapabilityAtOnce",
            "Translation.givesADefinitionOrRefusesWhatIsAbsent",
            "Refusal.translatesWhatIsDeclaredAndRefusesWhatIsAbsent"),
        rule(
            "absent accelerators are not refused",
            "preflight",
            (real, arguments) -> {
              Preflight all = (Preflight) real.withArguments(arguments);
              return new Preflight(
                  all.problems().stream().filter(p -> !p.what().contains("GPU")).toList());
            },
            "",
            "Refusal.namesEveryAbsentCapabilityAtOnce",
            "Refusal.translatesWhatIsDeclaredAndRefusesWhatIsAbsent",
            "Translation.givesADefinitionOrRefusesWhatIsAbsent"),
        rule(
            "an absence comes without a fix",
            "capabilities",
            (real, arguments) -> {
              Map<Capability, Support> all =
                  new EnumMap<>(((Capabilities) real.withArguments(arguments)).all());
              all.put(Capability.SCHEDULE, Support.absent("it has none", " "));
              return Capabilities.of(all);
            },
            "what to do instead",
            "Declaration.statesHowOrWhyNot"),
        declares(
            "an armed rollback is declared without a deployer",
            "declare",
            Set.of(
                "Declaration.rollsBackByItselfOnlyWhereItSplits",
                "Declaration.declaresNothingForRunsThatItCannotStart"),
            Capability.ARMED_ROLLBACK),
        declares(
            "it says it cancels what it cannot start",
            "what only translates declares absent",
            Set.of("Declaration.declaresNothingForRunsThatItCannotStart"),
            Capability.CANCEL),
        declares(
            "copies are declared without a deployer",
            "declare",
            Set.of(
                "Declaration.mirrorsOnlyWhereItSplits",
                "Declaration.declaresNothingForRunsThatItCannotStart"),
            Capability.MIRROR),
        rule(
            "tags that do not fit are dropped",
            "runTags",
            (real, arguments) -> {
              Map<String, String> all = tags(arguments);
              all.values().removeIf(value -> value.length() > 63);
              return all;
            },
            "",
            "Tags.ofARunAreAllKept",
            "Tags.ofARunHaveTheFormOfTheService",
            "Tags.ofLongValuesStayApart"),
        rule(
            "the hundredth tag is the last",
            "runTags",
            (real, arguments) -> {
              Map<String, String> all = tags(arguments);
              all.keySet().retainAll(all.keySet().stream().limit(100).toList());
              return all;
            },
            "",
            "Tags.inTheHundredsAreAllKeptOrRefusedWithTheirNumber"),
        rule(
            "tags lose their capitals",
            "runTags",
            (real, arguments) -> {
              Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
              all.putAll(tags(arguments));
              return all;
            },
            "must not become one",
            "Tags.thatDifferInLittleStayApart"),
        rule(
            "long values are cut and nothing else",
            "runTags",
            (real, arguments) -> {
              Map<String, String> all = tags(arguments);
              all.replaceAll((key, value) -> value.substring(0, Math.min(63, value.length())));
              return all;
            },
            "end them with a hash",
            "Tags.ofLongValuesStayApart"),
        rule(
            "a plan fails where the pipeline cannot run",
            "plan",
            (real, arguments) -> {
              Pipeline pipeline = (Pipeline) arguments[0];
              if (pipeline.name().equals("needs-all")) {
                throw new PermanentFailure("cannot run");
              }
              return real.withArguments(arguments);
            },
            "cannot run",
            "Planning.isGivenForPipelinesThatCannotRun"),
        plan(
            "a plan has its steps backwards",
            plan -> {
              List<Plan.StepPlan> steps = new ArrayList<>(plan.steps());
              Collections.reverse(steps);
              return steps(plan, steps);
            },
            "in the pipeline's order",
            "Planning.namesEveryStepInOrder"),
        plan(
            "a plan says nothing of features",
            plan ->
                steps(plan, plan.steps().stream().map(s -> step(s, Map.of(), s.hints())).toList()),
            "is supported",
            "Planning.showsEveryNeededCapabilityAsDeclared"),
        plan(
            "a plan names no machine",
            plan -> steps(plan, plan.steps().stream().map(s -> bare(s)).toList()),
            "shows the resources",
            "Planning.showsWhatEveryStepBecomesAndOnWhichMachine"),
        plan(
            "a plan lists no hints",
            plan ->
                steps(
                    plan, plan.steps().stream().map(s -> step(s, s.features(), Map.of())).toList()),
            "listed as ignored",
            "Planning.listsHintsAndMarksThoseOfOthersIgnored"));
  }

  private static Rule<Translator> declares(
      String broken, String mend, Set<String> named, Capability capability) {
    return rule(
        broken,
        "capabilities",
        (real, arguments) -> {
          Map<Capability, Support> all =
              new EnumMap<>(((Capabilities) real.withArguments(arguments)).all());
          all.put(capability, Support.natively("so it says"));
          return Capabilities.of(all);
        },
        mend,
        named.toArray(String[]::new));
  }

  private static String byName(Pipeline pipeline, UnaryOperator<String> mangled) {
    Map<String, String> all = new TreeMap<>();
    for (Step step : pipeline.steps()) {
      all.put(mangled.apply(step.name()), step.toString());
    }
    return pipeline.parameters() + all.toString();
  }

  private static Plan steps(Plan plan, List<Plan.StepPlan> steps) {
    return new Plan(plan.backend(), plan.pipeline(), plan.contentHash(), steps, plan.problems());
  }

  private static Plan.StepPlan bare(Plan.StepPlan step) {
    return new Plan.StepPlan(
        step.step(),
        step.kind(),
        step.becomes(),
        step.support(),
        step.features(),
        Map.of(),
        step.image(),
        step.identity(),
        step.hints(),
        step.notes());
  }

  private static Plan.StepPlan step(
      Plan.StepPlan step, Map<Capability, Support> features, Map<String, String> hints) {
    return new Plan.StepPlan(
        step.step(),
        step.kind(),
        step.becomes(),
        step.support(),
        features,
        step.resources(),
        step.image(),
        step.identity(),
        hints,
        step.notes());
  }

  @AfterEach
  void mend() {
    BrokenTranslator.rule = translator -> translator;
    BrokenTranslator.settingsAreIgnored = false;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<Translator> rule) {
    BrokenTranslator.rule = rule.by();

    Broken.assertNamed(
        rule, Broken.failures(BrokenTranslator.class, TranslatorTck.class, Broken.named(rules())));
  }

  @Test
  void failsWhenUnknownSettingsAreIgnored() {
    BrokenTranslator.settingsAreIgnored = true;

    assertThat(Broken.failures(BrokenTranslator.class))
        .containsOnlyKeys("Discovery.refusesEveryUnknownSettingByName")
        .allSatisfy((name, message) -> assertThat(message).contains("ObjectShape"));
  }

  @Test
  void passesWhenNothingIsBroken() {
    assertThat(Broken.failures(BrokenTranslator.class)).isEmpty();
  }
}
