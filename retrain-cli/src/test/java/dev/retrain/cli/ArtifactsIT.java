package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.adobe.testing.s3mock.S3MockApplication;
import dev.retrain.testkit.fault.Fault;
import dev.retrain.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command with files and a registry in S3, which runs in this process. */
class ArtifactsIT {

  private static final Map<String, String> CREDENTIALS =
      Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret");

  private static S3MockApplication service;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    service =
        S3MockApplication.start(
            new HashMap<>(
                Map.of(
                    S3MockApplication.PROP_HTTP_PORT,
                    S3MockApplication.RANDOM_PORT,
                    S3MockApplication.PROP_HTTPS_PORT,
                    S3MockApplication.RANDOM_PORT,
                    S3MockApplication.PROP_SILENT,
                    true)));
    put("", "");
  }

  @AfterAll
  static void stop() {
    service.stop();
  }

  @BeforeEach
  void configure() throws IOException {
    configure(endpoint());
  }

  private void configure(String endpoint) throws IOException {
    Files.writeString(
        folder.resolve("retrain.yaml"),
        """
        backend: {name: local}
        retrainings: []
        registry: s3://data/registry
        artifacts:
          s3: {client: {endpoints: {s3: "%s"}, s3PathStyle: true}}
          cache: {folder: cache, size: 1}
        """
            .formatted(endpoint));
  }

  private static String endpoint() {
    return "http://127.0.0.1:" + service.getHttpPort();
  }

  private static void put(String key, String text) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint() + "/data/" + key))
            .PUT(BodyPublishers.ofString(text))
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static String get(String key) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(endpoint() + "/data/" + key)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private Packaged.Result retrain(String... arguments) throws Exception {
    return Packaged.retrain(folder, CREDENTIALS, arguments);
  }

  private static String rows(int from) {
    StringBuilder rows = new StringBuilder("amount\n");
    for (int i = 0; i < 2_000; i++) {
      rows.append(from + i % 100).append('\n');
    }
    return rows.toString();
  }

  @Test
  void comparesObjectsAsLocalFiles() throws Exception {
    Files.writeString(folder.resolve("a.csv"), rows(0));
    Files.writeString(folder.resolve("b.csv"), rows(50));
    put("a.csv", rows(0));
    put("b.csv", rows(50));

    Packaged.Result local =
        retrain(
            "check-drift", "--reference", "a.csv", "--current", "b.csv", "--output-format", "json");
    Packaged.Result remote =
        retrain(
            "check-drift",
            "--reference",
            "s3://data/a.csv",
            "--current",
            "s3://data/b.csv",
            "--output-format",
            "json");

    assertThat(remote.exitCode()).as(remote.err()).isZero();
    assertThat(remote.out()).isEqualTo(local.out()).contains("\"DRIFT\"");
  }

  @Test
  void registersAnExistingModelOnce() throws Exception {
    put("model/weights", "1");
    put("metrics.json", "{\"auc\": 0.8}");
    String[] arguments = {
      "register", "churn", "--path", "s3://data/model", "--reason", "live today",
      "--metrics", "s3://data/metrics.json", "--min", "auc=0.7", "--output-format", "json"
    };

    Packaged.Result first = retrain(arguments);
    Packaged.Result again = retrain(arguments);

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).contains("\"version\"").contains("s3://data/model");
    assertThat(again.out()).isEqualTo(first.out());
  }

  @Test
  void keepsTheChallengerWhenAnOlderModelIsRegisteredAgain() throws Exception {
    Path old = Files.createDirectories(folder.resolve("old"));
    Path young = Files.createDirectories(folder.resolve("young"));
    Files.writeString(old.resolve("weights"), "1");
    Files.writeString(young.resolve("weights"), "2");
    for (Path model : List.of(old, young, old)) {
      Packaged.Result result =
          retrain("register", "scores", "--path", model.toString(), "--reason", "live today");
      assertThat(result.exitCode()).as(result.err()).isZero();
    }

    assertThat(get("registry/scores/aliases.json")).contains("\"challenger\"").contains("\"2\"");
  }

  @Test
  void registersNothingThatMissesACondition() throws Exception {
    put("model/weights", "1");
    put("metrics.json", "{\"auc\": 0.6}");

    Packaged.Result result =
        retrain(
            "register",
            "poor",
            "--path",
            "s3://data/model",
            "--reason",
            "try",
            "--metrics",
            "s3://data/metrics.json",
            "--min",
            "auc=0.7");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("nothing was registered");
  }

  @Test
  void namesAnAbsentObjectAndAnAbsentModule() throws Exception {
    Packaged.Result absent =
        retrain("check-drift", "--reference", "s3://data/no.csv", "--current", "s3://data/no.csv");
    Packaged.Result unknown =
        retrain("check-drift", "--reference", "hdfs://data/a.csv", "--current", "a.csv");

    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.err()).contains("s3://data/no.csv");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("no module opens such addresses");
  }

  private Packaged.Result behind(Fault fault) throws Exception {
    put("a.csv", rows(0));
    try (FaultProxy proxy = FaultProxy.before(URI.create(endpoint()))) {
      proxy.always(fault);
      configure(proxy.endpoint().toString());
      return retrain(
          "check-drift", "--reference", "s3://data/a.csv", "--current", "s3://data/a.csv");
    }
  }

  @Test
  void namesAMissingPermissionWithItsAction() throws Exception {
    Packaged.Result denied = behind(new Fault.Answer(403, -1, ""));

    assertThat(denied.exitCode()).isEqualTo(1);
    assertThat(denied.err()).contains("HTTP 403").contains("Allow s3:GetObject");
  }

  @Test
  void namesAnExpiredToken() throws Exception {
    Packaged.Result expired = behind(Fault.expiredToken());

    assertThat(expired.exitCode()).isEqualTo(1);
    assertThat(expired.err()).contains("Sign in again");
  }

  @Test
  void namesAWrongBucket() throws Exception {
    Packaged.Result wrong =
        retrain(
            "check-drift", "--reference", "s3://absent/a.csv", "--current", "s3://absent/a.csv");

    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err()).contains("there is no bucket absent");
  }

  @Test
  void namesTheModuleOfASchemeThatIsNotInstalled() throws Exception {
    Packaged.Result result =
        Packaged.retrain(
            folder,
            Map.of("RETRAIN_ARTIFACTS", folder.resolve("none").toString()),
            "check-drift",
            "--reference",
            "gs://data/a.csv",
            "--current",
            "gs://data/a.csv");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("retrain-artifacts-gcs");
  }

  @Test
  void refusesSettingsThatAreNotKnown() throws Exception {
    Files.writeString(
        folder.resolve("retrain.yaml"),
        "backend: {name: local}\nretrainings: []\nartifacts: {s3: {colour: red}}\n");

    Packaged.Result result =
        retrain("check-drift", "--reference", "s3://data/a.csv", "--current", "s3://data/a.csv");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("artifacts.s3").contains("colour");
  }

  @Test
  void carriesNoSdkInTheJarOfTheCommand() throws IOException {
    try (JarFile jar = new JarFile(Path.of("target", "retrain.jar").toFile())) {
      assertThat(
              jar.stream()
                  .map(entry -> entry.getName())
                  .filter(
                      name ->
                          name.startsWith("software/amazon/")
                              || name.startsWith("com/google/auth/")
                              || name.startsWith("com/azure/")))
          .isEmpty();
    }
  }

  @Test
  void keepsTheFoldersOfStoresSmall() throws IOException {
    assertThat(bytes("s3")).isBetween(1L, 12_000_000L);
    assertThat(bytes("gcs")).isBetween(1L, 6_000_000L);
    assertThat(bytes("azure")).isBetween(1L, 6_000_000L);
  }

  private static long bytes(String name) throws IOException {
    long sum = 0;
    try (var files = Files.list(Path.of("target", "artifacts", name))) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }
}
