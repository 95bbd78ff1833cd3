package dev.retrain.testkit.loopback;

import static dev.retrain.api.pipeline.Condition.atLeast;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small training that really trains, to be run by two backends whose results must be equal: rows
 * are ingested, profiled, validated and split by the standard steps; the model is the mean of a
 * column, trained and evaluated by shell scripts in place of images.
 */
public final class ReferenceTraining {

  /** The image of the training. */
  public static final String TRAIN_IMAGE = "acme/train@sha256:" + "a".repeat(64);

  /** The image of the evaluation. */
  public static final String EVALUATE_IMAGE = "acme/evaluate@sha256:" + "b".repeat(64);

  /** The image of the standard steps, for settings. */
  public static final String STEPS_IMAGE = "acme/steps@sha256:" + "c".repeat(64);

  /** The registered model. */
  public static final String MODEL = "reference";

  private static final String TRAIN = "/app/train";
  private static final String EVALUATE = "/app/evaluate";

  /** Takes the flags of the container contract apart; two values after each. */
  private static final String FLAGS =
      "while [ $# -gt 0 ]; do case $1 in --train) train=$2;; --holdout) holdout=$2;;"
          + " --champion) champion=$2;; --model) model=$2;; --metrics) metrics=$2;;"
          + " --retrain_mode) mode=$2;; --rate) rate=$2;; --rounds) rounds=$2;;"
          + " --hyperparameters) file=$2;; esac; shift 2; done; ";

  /** The scripts stand in for images: they fail at the first command that fails. */
  private static final String TRAIN_SCRIPT =
      "set -eu; "
          + FLAGS
          + "awk -F, 'NR > 1 {n++; s += $1} END {printf \"%.6f\\n\", s / n}' \"$train/data.csv\""
          + " > \"$model/mean.txt\"; "
          + "echo \"$mode $rate $rounds\" > \"$model/parameters.txt\"; "
          + "ls \"$champion\" > \"$model/champion.txt\"; "
          + "cp \"$file\" \"$model/hyperparameters.json\"; echo trained";

  private static final String EVALUATE_SCRIPT =
      "set -eu; "
          + FLAGS
          + "awk -F, -v m=\"$(cat \"$model/mean.txt\")\" 'NR > 1 {n++; k += ($1 > m) == ($2 > 0)}"
          + " END {printf \"{\\\"accuracy\\\": %.6f, \\\"rows\\\": %d}\", k / n, n}'"
          + " \"$holdout/data.csv\" > \"$metrics/metrics.json\"";

  private static final int ROWS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The gate's condition, and how it decides. */
  public enum Gate {
    /** The model is good enough, and is registered. */
    PASSED("accuracy", 0.6),
    /** The same, by the shorter pipeline. */
    QUICK("accuracy", 0.6),
    /** It is not. */
    REJECTED("accuracy", 0.999),
    /** The metric is missing. */
    UNDECIDED("auc", 0.6);

    private final String metric;
    private final double least;

    Gate(String metric, double least) {
      this.metric = metric;
      this.least = least;
    }
  }

  /**
   * What a run came to.
   *
   * @param gate {@code passed}, {@code rejected} or {@code undecided}
   * @param why the reason of a gate that did not pass; else empty
   * @param metrics as the evaluation wrote them, without what a gate derives from them
   * @param registered what it registered
   */
  public record Result(
      String gate, String why, Map<String, Double> metrics, Optional<Registered> registered) {
    /** Copies the map without the gains over a champion, which not every backend reports. */
    public Result {
      Map<String, Double> written = new TreeMap<>(metrics);
      written.keySet().removeIf(name -> name.matches("(relative_)?gain\\..*"));
      metrics = Collections.unmodifiableMap(written);
    }
  }

  /**
   * A registered version.
   *
   * @param run the key of its run
   * @param tags whose values do not depend on the backend
   * @param model text of each file, by name; JSON in its canonical form
   * @param profile text of each file of the training profile, by name
   * @param serving how it is served
   */
  public record Registered(
      String run,
      Map<String, String> tags,
      Map<String, String> model,
      Map<String, String> profile,
      Optional<Serving> serving) {
    /** Copies the maps. */
    public Registered {
      tags = Map.copyOf(tags);
      model = Map.copyOf(model);
      profile = Map.copyOf(profile);
    }
  }

  private final Path folder;

  /** Writes the rows and their schema into a folder. */
  public ReferenceTraining(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    StringBuilder rows = new StringBuilder("x,label\n");
    for (int i = 0; i < ROWS; i++) {
      int x = i * 37 % 101;
      boolean wrong = i % 11 == 0;
      rows.append(x / 10.0).append(',').append((x > 50) == wrong ? 0 : 1).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Files.writeString(
        folder.resolve("schema.json"),
        "{\"version\":1,\"columns\":[{\"name\":\"x\",\"kind\":\"numeric\"},"
            + "{\"name\":\"label\",\"kind\":\"numeric\"}]}");
  }

  /**
   * Returns the pipeline with a gate that decides as named. The one that passes has every standard
   * step; the others are evaluated on the same rows, which is quicker.
   */
  public Pipeline pipeline(Gate gate) {
    Artifact<Kind.Dataset> raw = Artifact.dataset("raw");
    Artifact<Kind.Dataset> train = Artifact.dataset("train");
    Artifact<Kind.Dataset> holdout = Artifact.dataset("holdout");
    Pipeline.Builder pipeline =
        Pipeline.named("reference").parameter("rate", 0.5).parameter("rounds", 3);
    if (gate != Gate.PASSED) {
      pipeline
          .step(StandardSteps.ingest("ingest", place("rows.csv")).writes(train))
          .step(StandardSteps.ingest("ingest-holdout", place("rows.csv")).writes(holdout));
      return trained(pipeline, gate, train, holdout);
    }
    pipeline.step(StandardSteps.ingest("ingest", place("rows.csv")).writes(raw));
    Artifact<Kind.Profile> profile = Artifact.profile("profile");
    Artifact<Kind.Check> valid = Artifact.check("valid");
    pipeline
        .step(StandardSteps.profile("profile").reads(raw).writes(profile))
        .step(StandardSteps.validate("validate", place("schema.json")).reads(profile).writes(valid))
        .step(
            StandardSteps.split("split").random(0.25, 7).reads(raw, valid).writes(train, holdout));
    return trained(pipeline, gate, train, holdout);
  }

  private static Pipeline trained(
      Pipeline.Builder pipeline,
      Gate gate,
      Artifact<Kind.Dataset> train,
      Artifact<Kind.Dataset> holdout) {
    Artifact<Kind.Model> model = Artifact.model("model");
    Artifact<Kind.Metrics> metrics = Artifact.metrics("metrics");
    return pipeline
        .step(
            Step.train("fit", TRAIN_IMAGE)
                .command(TRAIN)
                .reads(train, Artifact.champion())
                .writes(model)
                .parameters("retrain_mode", "rate", "rounds")
                .hyperparameters(Map.of("depth", 6, "kind", "mean")))
        .step(
            Step.evaluate("evaluate", EVALUATE_IMAGE)
                .command(EVALUATE)
                .reads(holdout, model)
                .writes(metrics))
        .when(
            metrics,
            atLeast(gate.metric, gate.least),
            approved ->
                approved
                    .register(MODEL, model)
                    .servedBy(
                        Serving.image("acme/serve@sha256:" + "d".repeat(64))
                            .environment("WORKERS", "2")))
        .build();
  }

  private String place(String file) {
    return folder.resolve(file).toString();
  }

  /** Returns an executor's builder on which the images of the pipeline run. */
  public static LoopbackExecutor.Builder executor(Path root, List<String> stepsThere) {
    return LoopbackExecutor.below(root)
        .image(TRAIN_IMAGE, List.of(TRAIN), words(TRAIN_SCRIPT, TRAIN))
        .image(EVALUATE_IMAGE, List.of(EVALUATE), words(EVALUATE_SCRIPT, EVALUATE))
        .image(STEPS_IMAGE, stepsThere, stepsHere());
  }

  /** Returns the words that run the training's image here, without its command. */
  public static String[] trainWords() {
    return new String[] {"sh", "-c", TRAIN_SCRIPT};
  }

  /** Returns the words that run the evaluation's image here, without its command. */
  public static String[] evaluateWords() {
    return new String[] {"sh", "-c", EVALUATE_SCRIPT};
  }

  private static List<String> words(String script, String name) {
    return List.of("sh", "-c", script, name);
  }

  /** Returns the words that run a standard step with the class path of this test. */
  public static List<String> stepsHere() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.retrain.steps.Main");
  }

  /** Runs the pipeline on a backend and returns what it came to. */
  public Result run(Backend backend, Gate gate, RunKey key) {
    Submission submission =
        Submission.of(pipeline(gate), key, Map.of(), RetrainMode.FULL, "v1", "reference");
    RunHandle run = backend.submit(submission);
    RunStatus status =
        Await.until("the run to end", PATIENCE, () -> backend.status(run), RunStatus::terminal);
    if (status instanceof RunStatus.Rejected rejected) {
      return new Result("rejected", rejected.why(), rejected.metrics(), Optional.empty());
    }
    if (status instanceof RunStatus.Undecided undecided) {
      return new Result("undecided", undecided.why(), undecided.metrics(), Optional.empty());
    }
    if (!(status instanceof RunStatus.Succeeded succeeded)) {
      throw new AssertionError("the run is " + status);
    }
    RunStatus.RunOutputs outputs = succeeded.outputs();
    return new Result(
        "passed",
        "",
        outputs.metrics(),
        outputs.registered().map(version -> registered(version, new ArtifactFolders(folder))));
  }

  /**
   * Returns what a native run came to.
   *
   * @param decision the folder with the gate's {@code gate.json}
   * @param metrics the folder with {@code metrics.json}
   * @param registry what the run registered in
   * @param folders where the addresses in the registry lie
   */
  public static Result read(
      Path decision, Path metrics, ModelRegistry registry, ArtifactFolders folders) {
    DefinitionObject gate =
        DefinitionObject.of(Documents.read(decision.resolve("gate.json")), "gate.json");
    Node values = Documents.read(metrics.resolve("metrics.json"));
    return new Result(
        gate.text("outcome"),
        gate.flag("passed") ? "" : gate.text("why"),
        DocumentReader.of(Shapes.map(Shapes.number()), values, "metrics.json"),
        registry.versions(MODEL).stream().findFirst().map(found -> registered(found, folders)));
  }

  private static Registered registered(ModelVersion version, ArtifactFolders folders) {
    Map<String, String> tags = new TreeMap<>(version.tags());
    tags.keySet().retainAll(List.of(ModelVersion.RUN_TAG, ModelVersion.GATE_TAG));
    return new Registered(
        tags.getOrDefault(ModelVersion.RUN_TAG, ""),
        tags,
        files(folders, version.artifact()),
        version.profile().map(profile -> files(folders, profile)).orElse(Map.of()),
        version.serving());
  }

  private static Map<String, String> files(ArtifactFolders folders, URI address) {
    return files(folders.folder(address.toString()));
  }

  /** Returns the text of each file of a folder, by name; JSON in its canonical form. */
  public static Map<String, String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> texts = new TreeMap<>();
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        texts.put(
            name,
            name.endsWith(".json")
                ? Documents.canonicalJson(Documents.read(file))
                : Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
