package dev.retrain.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.profile.Profile;
import dev.retrain.steps.folder.FolderRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentsTest {

  @TempDir Path root;

  private static String rows(long seed, double shift) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("x,colour\n");
    for (int i = 0; i < 2000; i++) {
      csv.append(random.nextGaussian() + shift).append(random.nextBoolean() ? ",red\n" : ",blue\n");
    }
    return csv.toString();
  }

  private Path profiled(long seed) throws IOException {
    Path rows = Steps.folder(root, "rows" + seed, "data.csv", rows(seed, 0));
    Path to = root.resolve("profile" + seed);
    Steps.Said said =
        Steps.run(
            "profile",
            "--reads",
            "rows:dataset",
            "--writes",
            "profile:profile",
            "--rows",
            rows,
            "--profile",
            to);
    assertThat(said.code()).as(said.text()).isZero();
    return to;
  }

  @Test
  void profilesADataset() throws IOException {
    assertThat(Profile.read(profiled(1).resolve("profile.json")).rows()).isEqualTo(2000);
  }

  @Test
  void profilesManyFilesAsOne() throws IOException {
    Path rows = Steps.folder(root, "rows", "a.csv", rows(1, 0));
    Steps.folder(root, "rows", "b.csv", rows(2, 0));

    Steps.run("profile", "--reads", "r:dataset", "--writes", "p:profile", "--r", rows, "--p", root);

    assertThat(Profile.read(root.resolve("profile.json")).rows()).isEqualTo(4000);
  }

  @Test
  void keepsSensitiveValuesOutOfProfiles() throws IOException {
    Path rows = Steps.folder(root, "rows", "data.csv", "name,x\nAlice,1\nBob,2\nAlice,3\n");
    Steps.folder(
        root,
        "rows",
        "schema.json",
        "{\"version\":1,\"columns\":[{\"name\":\"name\",\"kind\":\"categorical\",\"sensitive\":true},"
            + "{\"name\":\"x\",\"kind\":\"numeric\"}]}");

    Steps.Said said =
        Steps.run(
            "profile", "--reads", "r:dataset", "--writes", "p:profile", "--r", rows, "--p", root);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(Files.readString(root.resolve("profile.json"))).doesNotContain("Alice");
  }

  @Test
  void takesRolesFromItsOptions() throws IOException {
    Path rows = Steps.folder(root, "rows", "data.csv", "who,x\n1,1\n2,2\n");

    Steps.Said said =
        Steps.run(
            "profile",
            "--roles",
            "who=id",
            "--reads",
            "r:dataset",
            "--writes",
            "p:profile",
            "--r",
            rows,
            "--p",
            root);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(Profile.read(root.resolve("profile.json")).roles().role("who"))
        .isEqualTo(ColumnRole.ID);
    assertThat(Steps.run("profile", "--roles", "who=whatever", "--reads", "r", "--r", rows).code())
        .isEqualTo(2);
  }

  @Test
  void findsDataValidByTheSchemaInferredFromThem() throws IOException {
    Path profile = profiled(1);
    Steps.run(
        "infer-schema",
        "--reads",
        "p:profile",
        "--writes",
        "s:dataset",
        "--p",
        profile,
        "--s",
        root);

    Steps.Said said =
        Steps.run(
            "validate",
            "--schema",
            root.resolve("schema.json"),
            "--reads",
            "p:profile",
            "--p",
            profile);

    assertThat(said.code()).as(said.text()).isZero();
  }

  @Test
  void namesEveryNewViolationAndSaysNo() throws IOException {
    Path profile = profiled(1);
    Steps.run(
        "infer-schema",
        "--reads",
        "p:profile",
        "--writes",
        "s:dataset",
        "--p",
        profile,
        "--s",
        root);
    Path bad = Steps.folder(root, "bad", "data.csv", "x,size\n1000,3\n1,4\n");

    Steps.Said said =
        Steps.run(
            "validate",
            "--schema",
            root.resolve("schema.json"),
            "--reads",
            "r:dataset",
            "--r",
            bad);

    assertThat(said.code()).isEqualTo(3);
    assertThat(said.text()).contains("'x', range", "'size'", "'colour'", "3 new violations");
  }

  @Test
  void anomaliesOfAnotherValidatorAndSkewAgainstABaselineAreViolations() throws IOException {
    Path schema =
        Files.writeString(
            root.resolve("expected.yaml"), "version: 1\ncolumns: [{name: x, kind: numeric}]\n");
    Path results =
        Files.writeString(
            root.resolve("tfdv.json"),
            "{\"anomalyInfo\": {\"x\": {\"severity\": \"ERROR\","
                + " \"reason\": [{\"type\": \"FLOAT_TYPE_BIG_FLOAT\"}]}}}");
    Path then = Steps.folder(root, "then", "data.csv", "x\n" + "1\n2\n3\n4\n".repeat(50));
    Steps.run("profile", "--reads", "r", "--writes", "p:profile", "--r", then, "--p", root);
    Path now = Steps.folder(root, "now", "data.csv", "x\n" + "4\n5\n6\n7\n".repeat(50));

    Steps.Said valid =
        Steps.run("validate", "--schema", schema, "--reads", "r:dataset", "--r", now);
    Steps.Said said =
        Steps.run(
            "validate",
            "--schema",
            schema,
            "--results",
            results,
            "--baseline",
            root.resolve("profile.json"),
            "--reads",
            "r:dataset",
            "--r",
            now);

    assertThat(valid.code()).as(valid.text()).isZero();
    assertThat(said.code()).as(said.text()).isEqualTo(3);
    assertThat(said.text()).contains("FLOAT_TYPE_BIG_FLOAT", "'x', skew", "2 new violations");
  }

  @Test
  void aSchemaGivenToIngestTravelsWithTheRows() throws IOException {
    Path schema =
        Files.writeString(
            root.resolve("orders.yaml"),
            "version: 1\ncolumns: [{name: x, kind: numeric}, {name: id, kind: numeric, role: id}]\n");
    Path source = Files.writeString(root.resolve("rows.csv"), "x,id\n1,7\n2,8\n");
    Path rows = Files.createDirectory(root.resolve("rows"));

    Steps.Said said =
        Steps.run(
            "ingest", "--source", source, "--schema", schema, "--writes", "r:dataset", "--r", rows);
    Steps.run("profile", "--reads", "r:dataset", "--writes", "p:profile", "--r", rows, "--p", root);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(Profile.read(root.resolve("profile.json")).roles().role("id"))
        .isEqualTo(ColumnRole.ID);
  }

  @Test
  void profilesFilesOfWhichALaterOneContradictsTheFirst() throws IOException {
    Path rows = Steps.folder(root, "rows", "1.csv", "x,zip\n1,10115\n2,10117\n");
    Files.writeString(rows.resolve("2.csv"), "x,zip\n3,D-10119\n");

    Steps.Said said =
        Steps.run(
            "profile", "--reads", "r:dataset", "--writes", "p:profile", "--r", rows, "--p", root);

    assertThat(said.code()).as(said.text()).isZero();
    Profile profile = Profile.read(root.resolve("profile.json"));
    assertThat(profile.rows()).isEqualTo(3);
    assertThat(profile.column("zip").kind()).isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(profile.column("x").kind()).isEqualTo(ColumnKind.NUMERIC);
  }

  @Test
  void validatesAllFilesOfADatasetAndHidesWhatItsOwnSchemaMarks() throws IOException {
    Path schema =
        Files.writeString(
            root.resolve("expected.yaml"),
            """
            version: 1
            columns:
              - {name: age, kind: numeric, range: {max: 100}}
              - {name: size, kind: numeric, range: {max: 10}}
            """);
    Path rows = Steps.folder(root, "rows", "1.csv", "age,size\n4711,3\n");
    Files.writeString(rows.resolve("2.csv"), "age,size\n1,12\n2,small\n");
    Files.writeString(
        rows.resolve("schema.json"),
        """
        {"version": 1, "columns": [{"name": "age", "kind": "numeric", "sensitive": true}]}
        """);

    Steps.Said said =
        Steps.run("validate", "--schema", schema, "--reads", "r:dataset", "--r", rows);

    assertThat(said.code()).isEqualTo(3);
    assertThat(said.text())
        .contains("'age', range: withheld", "'size', type: categorical", "such as small")
        .doesNotContain("4711");
  }

  @Test
  void measuresDriftAgainstAProfile() throws IOException {
    Path reference = profiled(1);
    Path shifted = Steps.folder(root, "current", "data.csv", rows(2, 0.5));

    Steps.Said said =
        Steps.run(
            "drift",
            "--reads",
            "p:profile,c:dataset",
            "--writes",
            "d:metrics",
            "--p",
            reference,
            "--c",
            shifted,
            "--d",
            root);

    assertThat(said.code()).as(said.text()).isZero();
    Map<String, Double> metrics = MetricsFile.read(root);
    assertThat(metrics.get("drift.ks")).isCloseTo(0.2, within(0.05));
    assertThat(metrics).containsEntry("drift.features", 1.0).containsKeys("drift.psi", "drift.tvd");
    assertThat(root.resolve("drift.json")).exists();
  }

  @Test
  void findsNoDriftBetweenDatasetsOfOneKind() throws IOException {
    Path reference = Steps.folder(root, "reference", "data.csv", rows(1, 0));
    Path current = Steps.folder(root, "current", "data.csv", rows(2, 0));

    Steps.run(
        "drift",
        "--policy",
        "standard",
        "--reads",
        "r:dataset,c:dataset",
        "--writes",
        "d:metrics",
        "--r",
        reference,
        "--c",
        current,
        "--d",
        root);

    assertThat(MetricsFile.read(root)).containsEntry("drift.features", 0.0);
  }

  @Test
  void writesNoDriftMetricsForTooFewRows() throws IOException {
    Path few = Steps.folder(root, "few", "data.csv", "x\n1\n2\n");

    Steps.run(
        "drift",
        "--reads",
        "r:dataset,c:dataset",
        "--writes",
        "d:metrics",
        "--r",
        few,
        "--c",
        few,
        "--d",
        root);

    assertThat(MetricsFile.read(root)).isEmpty();
  }

  @Test
  void comparesChallengerAndChampionOnTheRowsBothHave() throws IOException {
    Path challenger =
        Steps.folder(
            root,
            "new",
            "scores.csv",
            "id,time,label,score,slice\na,,0,0.1,\nb,,1,0.9,\nc,,1,0.2,\n");
    Path champion =
        Steps.folder(
            root, "old", "scores.csv", "id,time,label,score,slice\nb,,1,0.3,\na,,0,0.8,\n");

    Steps.Said said =
        Steps.run(
            "compare",
            "--reads",
            "n:scores,o:scores",
            "--writes",
            "m:metrics",
            "--n",
            challenger,
            "--o",
            champion,
            "--m",
            root);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(MetricsFile.read(root))
        .containsEntry("rows", 2.0)
        .containsEntry("auc", 1.0)
        .containsEntry("champion.auc", 0.0)
        .containsEntry("gain.auc", 1.0);
  }

  @Test
  void comparesWithNothingWhenThereIsNoChampion() throws IOException {
    Path challenger =
        Steps.folder(root, "new", "scores.csv", "id,label,score\na,1.5,1.25\nb,-2,-2.5\n");
    Path none = Files.createDirectories(root.resolve("none"));

    Steps.run(
        "compare",
        "--reads",
        "n:scores,o:scores",
        "--writes",
        "m:metrics",
        "--n",
        challenger,
        "--o",
        none,
        "--m",
        root);

    assertThat(MetricsFile.read(root)).containsEntry("gain.rmse", 0.0).containsKey("mae");
  }

  @Test
  void refusesLabelsThatDisagree() throws IOException {
    Path one = Steps.folder(root, "new", "scores.csv", "id,label,score\na,1,0.5\n");
    Path two = Steps.folder(root, "old", "scores.csv", "id,label,score\na,0,0.5\n");

    Steps.Said said =
        Steps.run(
            "compare",
            "--reads",
            "n:scores,o:scores",
            "--writes",
            "m:metrics",
            "--n",
            one,
            "--o",
            two,
            "--m",
            root);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("row a");
  }

  @Test
  void writesTheGatesDecisionAndEndsWellEitherWay() throws IOException {
    Path metrics = Steps.folder(root, "m", "metrics.json", "{\"auc\": 0.5}");

    Steps.Said said =
        Steps.run(
            "gate",
            "--condition",
            "[{\"type\":\"at-least\",\"metric\":\"auc\",\"threshold\":0.6}]",
            "--decision",
            root,
            "--verdict-file",
            root.resolve("verdict"),
            "--reads",
            "m:metrics",
            "--m",
            metrics);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(root.resolve("gate.json")).content().contains("\"passed\" : false", "auc >= 0.6");
    assertThat(root.resolve("verdict")).hasContent("false");
  }

  @Test
  void aGateReadsSeveralMetricsArtifacts() throws IOException {
    Path metrics = Steps.folder(root, "m", "metrics.json", "{\"auc\": 0.7}");
    Path shift = Steps.folder(root, "s", "metrics.json", "{\"drift.ks\": 0.01}");

    Steps.Said said =
        Steps.run(
            "gate",
            "--condition",
            "[{\"type\":\"at-least\",\"metric\":\"auc\",\"threshold\":0.6},"
                + "{\"type\":\"any\",\"conditions\":["
                + "{\"type\":\"at-least\",\"metric\":\"f1\",\"threshold\":0.9},{\"type\":\"at-most\","
                + "\"metric\":\"drift.ks\",\"threshold\":0.05,\"from\":\"s\"}]}]",
            "--decision",
            root,
            "--reads",
            "m:metrics,s:metrics",
            "--m",
            metrics,
            "--s",
            shift);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).startsWith("passed: auc >= 0.6 holds (0.7); f1 >= 0.9 or s:drift.ks");
  }

  @Test
  void aGateWithoutAMetricItReadsIsUndecided() throws IOException {
    Path metrics = Steps.folder(root, "m", "metrics.json", "{\"log_loss\": 0.7}");

    Steps.Said said =
        Steps.run(
            "gate",
            "--condition",
            "[{\"type\":\"at-least\",\"metric\":\"auc\",\"threshold\":0.6}]",
            "--decision",
            root,
            "--verdict-file",
            root.resolve("verdict"),
            "--reads",
            "m:metrics",
            "--m",
            metrics);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(root.resolve("gate.json"))
        .content()
        .contains("\"passed\" : false", "\"outcome\" : \"undecided\"", "missing");
    assertThat(root.resolve("verdict")).hasContent("false");
  }

  @Test
  void readsTheConditionFromAFile() throws IOException {
    Path metrics = Steps.folder(root, "m", "metrics.json", "{\"auc\": 0.7}");
    Path condition =
        Steps.folder(
                root,
                "c",
                "condition.json",
                "[{\"type\":\"at-least\",\"metric\":\"auc\",\"threshold\":0.6}]")
            .resolve("condition.json");

    Steps.Said said =
        Steps.run(
            "gate",
            "--condition",
            condition,
            "--decision",
            root,
            "--reads",
            "m:metrics",
            "--m",
            metrics);

    assertThat(said.text()).startsWith("passed");
  }

  @Test
  void registersOncePerRun() throws IOException {
    Path model = Steps.folder(root, "model", "weights", "1");
    Path registry = root.resolve("registry");

    for (int i = 0; i < 2; i++) {
      Steps.Said said =
          Steps.run(
              "register",
              "--model-name",
              "m",
              "--registry",
              registry.toUri(),
              "--run-key",
              "run-1",
              "--tags",
              "{\"Owner\":\"risk\"}",
              "--reads",
              "model:model",
              "--model",
              model);
      assertThat(said.code()).as(said.text()).isZero();
    }

    assertThat(new FolderRegistry(registry, Clock.systemUTC()).versions("m"))
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.tags())
                  .containsEntry("Owner", "risk")
                  .containsEntry(ModelVersion.GATE_TAG, "passed");
              assertThat(version.aliases()).as("steps move no alias").isEmpty();
            });
  }

  @Test
  void registersAVersionForEachRunThatTheServiceStartedWithoutAKey() throws IOException {
    Path model = Steps.folder(root, "model", "weights", "1");
    Path registry = root.resolve("registry");

    for (String id : new String[] {"native-1", "native-2", "native-2"}) {
      Steps.Said said =
          Steps.run(
              "register",
              "--model-name",
              "m",
              "--registry",
              registry.toUri(),
              "--run-key",
              "",
              "--run-id",
              id,
              "--reads",
              "model:model",
              "--model",
              model);
      assertThat(said.code()).as(said.text()).isZero();
    }

    assertThat(new FolderRegistry(registry, Clock.systemUTC()).versions("m")).hasSize(2);
  }

  @Test
  void leavesARecordForBackendsThatRegisterThemselves() throws IOException {
    Path model = Steps.folder(root, "model", "weights", "1");

    Steps.run(
        "register",
        "--model-name",
        "m",
        "--run-key",
        "run-1",
        "--model-uri",
        "s3://b/model",
        "--reads",
        "model:model",
        "--writes",
        "r:dataset",
        "--model",
        model,
        "--r",
        root);

    assertThat(root.resolve("registration.json")).content().contains("s3://b/model");
  }

  @Test
  void keepsTheBestTrial() throws IOException {
    for (int i = 1; i <= 3; i++) {
      Steps.folder(root, "m" + i, "weights", "of trial " + i);
      Steps.folder(root, "s" + i, "metrics.json", "{\"rmse\": " + Math.abs(i - 2) + "}");
    }

    Steps.Said said =
        Steps.run(
            "best-trial",
            "--objective",
            "rmse",
            "--direction",
            "minimize",
            "--judged-by",
            "score",
            "--trials",
            3,
            "--reads",
            "trial_1_model:model,trial_2_model:model,trial_3_model:model,"
                + "trial_1_score:metrics,trial_2_score:metrics,trial_3_score:metrics",
            "--writes",
            "model:model",
            "--trial_1_model",
            root.resolve("m1"),
            "--trial_2_model",
            root.resolve("m2"),
            "--trial_3_model",
            root.resolve("m3"),
            "--trial_1_score",
            root.resolve("s1"),
            "--trial_2_score",
            root.resolve("s2"),
            "--trial_3_score",
            root.resolve("s3"),
            "--model",
            root.resolve("best"));

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(root.resolve("best/weights")).hasContent("of trial 2");
  }
}
