package dev.retrain.api.pipeline;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.ObjectShape.Field;
import dev.retrain.api.document.ObjectShape.Values;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields every kind of step shares, flat in the step's own mapping.
 *
 * @param <S> the kind of step
 */
final class TaskFields<S extends Step> {

  private static final Shape<Map<String, String>> TEXTS = Shapes.map(Shapes.text());
  private static final Shape<Artifact<?>> READ =
      Shapes.text().as(Artifact::reference, Artifact::name);

  final Field<S, String> name;
  private final Field<S, String> description;
  private final Field<S, String> image;
  private final Field<S, List<String>> command;
  private final Field<S, Boolean> mutableTag;
  private final Field<S, List<String>> program;
  private final Field<S, String> standard;
  private final Field<S, Map<String, String>> options;
  private final Field<S, List<Artifact<?>>> reads;
  private final Field<S, List<Artifact<?>>> writes;
  private final Field<S, List<String>> parameters;
  private final Field<S, Map<String, Node.Scalar>> hyperparameters;
  private final Field<S, Map<String, Range>> ranges;
  private final Field<S, List<Arg>> arguments;
  private final Field<S, Resources> resources;
  private final Field<S, Retry> retry;
  private final Field<S, Duration> timeout;
  private final Field<S, Duration> expected;
  private final Field<S, Duration> cachedFor;
  private final Field<S, Map<String, String>> environment;
  private final Field<S, Map<String, SecretRef>> secrets;
  private final Field<S, String> identity;
  private final Field<S, Map<String, Map<String, String>>> hints;

  TaskFields(ObjectShape.Builder<S> step) {
    name = step.required("name", Shapes.text(), Step::name, "unique in the pipeline");
    description = step.maybe("description", Shapes.text(), Step::description, "what it does");
    image =
        step.maybe(
            "image",
            Shapes.text(),
            s -> image(s).map(Program.Container::image),
            "a reference with a digest");
    command =
        step.optional(
            "command",
            Shapes.list(Shapes.text()),
            List.of(),
            s -> image(s).map(Program.Container::command).orElse(List.of()),
            "the program and its fixed arguments");
    mutableTag =
        step.optional(
            "allowMutableTag",
            Shapes.bool(),
            false,
            s -> image(s).map(Program.Container::mutableTagAllowed).orElse(false),
            "accepts an image without a digest");
    program =
        step.maybe(
            "program",
            Shapes.list(Shapes.text()),
            s ->
                container(s).filter(Program.Container::isOfMachine).map(Program.Container::command),
            "a program of this machine and its fixed arguments, in place of an image");
    standard =
        step.maybe(
            "standard",
            Shapes.text(),
            s -> standard(s).map(Program.Standard::component),
            "the standard step to run, in place of an image");
    options =
        step.optional(
            "options",
            TEXTS,
            Map.of(),
            s -> standard(s).map(Program.Standard::options).orElse(Map.of()),
            "of the standard step");
    reads =
        step.optional(
            "reads", Shapes.list(READ), List.of(), s -> s.task().wiring().reads(), "artifacts");
    writes =
        step.optional(
            "writes",
            Shapes.list(WrittenArtifactShape.SHAPE),
            List.of(),
            s -> s.task().wiring().writes(),
            "artifacts, each with its kind");
    parameters =
        step.optional(
            "parameters",
            Shapes.list(Shapes.text()),
            List.of(),
            s -> s.task().wiring().parameters(),
            "those the step receives");
    hyperparameters =
        step.optional(
            "hyperparameters",
            Shapes.map(Shapes.scalar()),
            Map.of(),
            s -> s.task().wiring().hyperparameters(),
            "passed as one JSON file");
    ranges =
        step.optional(
            "hyperparameterRanges",
            Shapes.map(SearchShape.range()),
            Map.of(),
            s -> s.task().wiring().ranges(),
            "the values that hyperparameters may take");
    arguments =
        step.maybe(
            "args",
            Shapes.list(ArgShape.SHAPE),
            s -> s.task().wiring().arguments(),
            "in place of the convention --name value");
    resources =
        step.optional(
            "resources",
            Resources.shape(),
            Resources.unspecified(),
            s -> s.task().execution().resources(),
            "what it needs");
    retry =
        step.optional(
            "retry", retryShape(), Retry.NEVER, s -> s.task().execution().retry(), "on failure");
    timeout =
        step.maybe(
            "timeout",
            Shapes.duration(),
            s -> s.task().execution().timeout(),
            "after which it is killed");
    expected =
        step.maybe(
            "expected",
            Shapes.duration(),
            s -> s.task().execution().expected(),
            "how long it is likely to take, which a projected cost goes by");
    cachedFor =
        step.maybe(
            "cachedFor",
            Shapes.duration(),
            s -> s.task().execution().cache().map(CachePolicy::maxAge),
            "how old an earlier result may be");
    environment =
        step.optional(
            "environment", TEXTS, Map.of(), s -> s.task().execution().environment(), "variables");
    secrets =
        step.optional(
            "secrets",
            Shapes.map(secretShape()),
            Map.of(),
            s -> s.task().execution().secrets(),
            "variables with secret values");
    identity =
        step.maybe(
            "identity", Shapes.text(), s -> s.task().execution().identity(), "it runs under");
    hints =
        step.optional(
            "hints",
            Shapes.map(TEXTS),
            Map.of(),
            s -> s.task().execution().hints(),
            "per backend, ignored by others");
  }

  private static Shape<Retry> retryShape() {
    ObjectShape.Builder<Retry> retry = ObjectShape.named("Retry");
    var attempts =
        retry.required(
            "attempts", Shapes.integer(1, 10), r -> (long) r.attempts(), "the first included");
    var backoff =
        retry.optional(
            "backoff",
            Shapes.duration(),
            Duration.ofSeconds(10),
            Retry::backoff,
            "before the second attempt, then doubled");
    return retry.build(f -> new Retry(Math.toIntExact(f.get(attempts)), f.get(backoff)));
  }

  private static Shape<SecretRef> secretShape() {
    ObjectShape.Builder<SecretRef> secret = ObjectShape.named("SecretRef");
    var name = secret.required("name", Shapes.text(), SecretRef::name, "of the secret");
    var key = secret.maybe("key", Shapes.text(), SecretRef::key, "the entry in it");
    return secret.build(f -> new SecretRef(f.get(name), f.find(key)));
  }

  private static Optional<Program.Container> container(Step step) {
    return step.task().program() instanceof Program.Container container
        ? Optional.of(container)
        : Optional.empty();
  }

  private static Optional<Program.Container> image(Step step) {
    return container(step).filter(container -> !container.isOfMachine());
  }

  private static Optional<Program.Standard> standard(Step step) {
    return step.task().program() instanceof Program.Standard standard
        ? Optional.of(standard)
        : Optional.empty();
  }

  /** Returns the task that was read. */
  ContainerTask task(Values values) {
    List<Artifact<?>> all = new ArrayList<>(values.get(reads));
    return new ContainerTask(
        program(values),
        new Wiring(
            all,
            values.get(writes),
            values.get(parameters),
            values.get(hyperparameters),
            values.find(arguments),
            values.get(ranges)),
        new Execution(
            values.get(resources),
            values.get(retry),
            values.find(timeout),
            values.find(expected),
            values.find(cachedFor).map(CachePolicy::new),
            values.get(environment),
            values.get(secrets),
            values.find(identity),
            values.get(hints)),
        values.find(description));
  }

  private Program program(Values values) {
    Optional<String> anImage = values.find(image);
    Optional<String> aStandard = values.find(standard);
    Optional<List<String>> ofMachine = values.find(program);
    long given = Stream.of(anImage, aStandard, ofMachine).filter(Optional::isPresent).count();
    if (given != 1) {
      throw new IllegalArgumentException(
          "the step " + values.get(name) + " needs one of image, program and standard");
    }
    if (ofMachine.isPresent()) {
      return Program.Container.ofMachine(ofMachine.get());
    }
    return aStandard
        .<Program>map(component -> new Program.Standard(component, values.get(options)))
        .orElseGet(
            () ->
                new Program.Container(
                    anImage.orElse(""), values.get(command), values.get(mutableTag)));
  }
}
