package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, as a user starts it. */
class PackagedCommandIT {

  private static final String EVERYTHING =
      Path.of("../examples/pipelines/everything.yaml").toAbsolutePath().normalize().toString();

  @TempDir Path folder;

  private Packaged.Result retrain(String... arguments) throws Exception {
    return Packaged.retrain(folder, Map.of(), arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vertex", "kubeflow"})
  void plansEverythingAndWritesTheDefinition(String backend) throws Exception {
    Packaged.Result result =
        retrain("plan", EVERYTHING, "--backend", backend, "--output", folder.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("gate", "emulated", "train");
    assertThat(folder.resolve(backend)).isDirectoryContaining(file -> Files.isRegularFile(file));
  }

  @Test
  void estimatesTheCostOfARunWithItsBasis() throws Exception {
    Path prices = Path.of(EVERYTHING).resolveSibling("prices.yaml");

    Packaged.Result result =
        retrain("plan", EVERYTHING, "--backend", "sagemaker", "--prices", prices.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("COST", "estimated cost of a run: at least 0.6000 USD")
        .contains("train: 0.6000 USD = ml.g4dn.2xlarge, spot at 0.3000 USD/h for 2h, at most")
        .contains("ingest: unknown: its duration is unknown");
  }

  @Test
  void listsEveryPlantedMistakeAndEndsWithTwo() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("planted.yaml"),
            """
            retrain: pipeline/v1
            name: planted
            parameters:
              unused: {default: x}
            steps:
              - name: prepare
                kind: process
                image: acme/prepare:latest
                command: [prepare]
                writes: [{train: dataset}]
              - name: fit
                kind: train
                image: acme/fit@sha256:%s
                comand: [fit]
                reads: [train, missing]
                writes: [{model: model}]
            """
                .formatted("a".repeat(64)));

    Packaged.Result result = retrain("plan", file.toString(), "--backend", "kubeflow");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err())
        .contains("planted.yaml:4:", "planted.yaml:8:", "planted.yaml:14:", "planted.yaml:15:")
        .contains("Did you mean 'command'?", "has no command");
  }

  @Test
  void namesTheBackendsItFoundWhenOneIsMissing() throws Exception {
    Packaged.Result result = retrain("plan", EVERYTHING, "--backend", "mars");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("mars", "kubeflow", "vertex");
  }

  @Test
  void refusesWhatItDoesNotKnowAsWrongUsage() throws Exception {
    assertThat(retrain("plan").exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(retrain("nonsense").exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(retrain("--version").out()).startsWith("retrain ");
  }

  @Test
  void findsDriftAndPassesItToTheWorkflow() throws Exception {
    Path reference = csv("a.csv", 4000, 0);
    Path current = csv("b.csv", 4000, 1.0);
    Files.writeString(current, "0.5,mauve\n".repeat(200), StandardOpenOption.APPEND);
    Path output = folder.resolve("github");

    Packaged.Result result =
        Packaged.retrain(
            folder,
            Map.of("GITHUB_OUTPUT", output.toString()),
            "check-drift",
            "--reference",
            reference.toString(),
            "--current",
            current.toString(),
            "--output-format",
            "github",
            "--sensitive",
            "colour",
            "--fail-on-drift");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.NO);
    assertThat(output).hasContent("retrain=true");
    assertThat(folder.resolve("reports/drift_analysis.json"))
        .content()
        .contains("\"DRIFT\"", "\"colour\"")
        .doesNotContain("mauve");
    assertThat(result.out()).contains("colour").doesNotContain("mauve");
  }

  @Test
  void testsAgainstAProfileAndReportsTooLittleData() throws Exception {
    Path reference = csv("a.csv", 4000, 0);
    Path profile = folder.resolve("profile.json");

    Packaged.Result learnt =
        retrain("profile", reference.toString(), "--output", profile.toString());
    Packaged.Result same =
        retrain(
            "check-drift",
            "--reference",
            profile.toString(),
            "--current",
            csv("c.csv", 4000, 0).toString(),
            "--output-format",
            "json");
    Packaged.Result few =
        retrain(
            "check-drift",
            "--reference",
            profile.toString(),
            "--current",
            csv("d.csv", 6, 0).toString());

    assertThat(learnt.exitCode()).as(learnt.err()).isZero();
    assertThat(learnt.out()).startsWith("4000 rows").contains("median");
    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(same.out()).contains("\"verdict\" : \"NO_DRIFT\"", "\"retrain\" : false");
    assertThat(few.exitCode()).isEqualTo(ExitCode.UNDECIDED);
    assertThat(few.out()).contains("INSUFFICIENT_DATA", "PSI", "KS", "TVD");
  }

  @Test
  void judgesMetricsByFloorsAndCeilings() throws Exception {
    Path metrics =
        Files.writeString(
            folder.resolve("metrics.json"), "{\"auc\": 0.7, \"latency_p95_ms\": 12.5}");

    assertThat(
            retrain("validate-model", "--metrics", metrics.toString(), "--min-auc", "0.65")
                .exitCode())
        .isZero();
    Packaged.Result slow =
        retrain(
            "validate-model",
            "--model-path",
            folder.toString(),
            "--max-latency-p95",
            "10ms",
            "--output-format",
            "json");
    assertThat(slow.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(slow.out()).contains("\"passed\" : false");
    assertThat(retrain("validate-model", "--metrics", metrics.toString()).exitCode())
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void readsAPolicyFromAFileAndRefusesWhatItDoesNotKnow() throws Exception {
    Path reference = csv("a.csv", 2000, 0);
    Path current = csv("b.csv", 2000, 0.2);
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"), "{name: coarse, effects: {ks_statistic: 0.5}}");
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "{effects: {ks: 0.5}}");

    Packaged.Result coarse = checkDrift(reference, current, policy);
    Packaged.Result refused = checkDrift(reference, current, wrong);

    assertThat(coarse.exitCode()).as(coarse.err()).isZero();
    assertThat(coarse.out()).contains("\"verdict\" : \"NO_DRIFT\"", "coarse");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(refused.err()).contains("wrong.yaml:1", "unknown key 'ks'");
  }

  private Packaged.Result checkDrift(Path reference, Path current, Path policy) throws Exception {
    return retrain(
        "check-drift",
        "--reference",
        reference.toString(),
        "--current",
        current.toString(),
        "--policy",
        policy.toString(),
        "--output-format",
        "json");
  }

  @Test
  void proposesASchemaAndNamesEveryViolation() throws Exception {
    Path schema = folder.resolve("schema.yaml");
    Path broken = Files.writeString(folder.resolve("broken.csv"), "x,colour\n1e9,red\n0.5,mauve\n");

    Packaged.Result proposed =
        retrain("infer-schema", csv("a.csv", 500, 0).toString(), "--output", schema.toString());
    Packaged.Result same =
        retrain("validate-data", csv("b.csv", 500, 0).toString(), "--schema", schema.toString());
    Packaged.Result bad =
        retrain(
            "validate-data",
            broken.toString(),
            "--schema",
            schema.toString(),
            "--output-format",
            "json");

    assertThat(proposed.exitCode()).as(proposed.err()).isZero();
    assertThat(same.exitCode()).as(same.out()).isZero();
    assertThat(bad.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(bad.out()).contains("\"passed\" : false", "1000000000", "mauve");
  }

  private Path csv(String name, int rows, double shift) throws Exception {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    StringBuilder text = new StringBuilder("x,colour\n");
    for (int i = 0; i < rows; i++) {
      text.append(random.nextGaussian() + shift)
          .append(random.nextInt(3) == 0 ? ",red\n" : ",blue\n");
    }
    return Files.writeString(folder.resolve(name), text);
  }
}
