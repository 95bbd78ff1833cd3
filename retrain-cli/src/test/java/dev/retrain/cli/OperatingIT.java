package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operating a retraining with the packaged jar, in the folder of its config. */
class OperatingIT {

  private static final Path EXAMPLES =
      Path.of("../examples/pipelines").toAbsolutePath().normalize();

  @TempDir Path folder;

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(
        folder.resolve("retrain.yaml"),
        "{store: state, backend: {name: local}, retrainings: [minimal.yaml],"
            + " prices: prices.yaml, signingKey: signing.pem}");
    Files.copy(EXAMPLES.resolve("prices.yaml"), folder.resolve("prices.yaml"));
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    pem("signing.pem", "PRIVATE KEY", keys.getPrivate().getEncoded());
    pem("public.pem", "PUBLIC KEY", keys.getPublic().getEncoded());
    Files.writeString(
        folder.resolve("local.yaml"),
        Files.readString(EXAMPLES.resolve("local.yaml"))
            .replace("../target/pipelines", "runs")
            .replace("${settings}", EXAMPLES.toString()));
    Files.writeString(
        folder.resolve("minimal.yaml"),
        """
        retrain: retraining/v1
        pipeline: %s
        when:
          - {trigger: {type: flag, name: force}, mode: full}
        """
            .formatted(EXAMPLES.resolve("minimal.yaml")));
  }

  private void pem(String name, String kind, byte[] bytes) throws Exception {
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(bytes)
            + "\n-----END "
            + kind
            + "-----\n");
  }

  private Packaged.Result retrain(String... arguments) throws Exception {
    return Packaged.retrain(folder, Map.of(), arguments);
  }

  @Test
  void answersARequestAndExplainsTheResultingVersion() throws Exception {
    Packaged.Result asked = retrain("trigger", "minimal", "--reason", "new labels");
    Packaged.Result waiting = retrain("status", "--output-format", "json");
    Packaged.Result ticked = retrain("tick");
    Packaged.Result why = retrain("why", "minimal@1");
    Path log = folder.resolve("log.jsonl");
    Packaged.Result history = retrain("history", "minimal", "--export", log.toString());

    assertThat(asked.exitCode()).as(asked.err()).isZero();
    assertThat(waiting.out()).contains("\"phase\" : \"idle\"", "\"requests\" : 1");
    assertThat(ticked.exitCode()).as(ticked.err()).isZero();
    assertThat(ticked.out()).contains("RETRAIN", "PROMOTED", "minimal is idle");
    assertThat(why.out())
        .contains("new labels", "version 1 is the champion")
        .contains("tag v", "path minimal/", "metrics auc=", "cost 0.0");
    assertThat(history.out())
        .contains("RUN_SUCCEEDED")
        .containsPattern("20\\d\\d-Q\\d +0\\.0\\d+ USD \\(1\\)");
    verified(log);
  }

  @Test
  void aChallengerWaitsForAnApprovalThatTheLogNames() throws Exception {
    Files.writeString(
        folder.resolve("minimal.yaml"), "approval: {timeout: PT48H}\n", StandardOpenOption.APPEND);
    String[] yes = {"approve", "minimal", "--by", "ada", "--reason", "looked at it"};

    Packaged.Result early = retrain("trigger", "minimal", "--reason", "new labels");
    Packaged.Result asked = retrain("tick");
    Packaged.Result status = retrain("status");
    Packaged.Result approved = retrain(yes);
    Packaged.Result ticked = retrain("tick");
    Packaged.Result late = retrain(yes);

    assertThat(early.exitCode()).as(early.err()).isZero();
    assertThat(asked.out()).contains("APPROVAL_ASKED", "minimal is awaiting-approval");
    assertThat(status.out()).contains("version 1 waits for retrain approve or reject");
    assertThat(approved.exitCode()).as(approved.err()).isZero();
    assertThat(ticked.out()).contains("approved by ada", "PROMOTED");
    assertThat(late.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(late.err()).contains("idle and waits for no approval");
  }

  private void verified(Path log) throws Exception {
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length / 2] ^= 1;
    Path changed = Files.write(folder.resolve("changed.jsonl"), bytes);

    Packaged.Result intact =
        retrain("audit", "verify", log.toString(), "--public-key", "public.pem");
    assertThat(intact.exitCode()).as(intact.out()).isZero();
    assertThat(intact.out()).containsPattern("minimal: (\\d+) entries, \\1 signed");
    assertThat(retrain("replay", log.toString()).exitCode()).isZero();
    Packaged.Result broken = retrain("audit", "verify", changed.toString());
    assertThat(broken.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(broken.out()).startsWith("broken: line ");
  }

  @Test
  void refusesUnknownKeysAndNamesItKnows() throws Exception {
    Packaged.Result unknown = retrain("trigger", "maximal", "--reason", "x");
    Files.writeString(
        folder.resolve("retrain.yaml"), "{backend: {name: local}, retraining: [minimal.yaml]}");
    Packaged.Result misspelt = retrain("tick");

    assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err()).contains("maximal", "[minimal]");
    assertThat(misspelt.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(misspelt.err()).contains("Did you mean 'retrainings'?");
  }

  @Test
  void comparesWhatTwoPoliciesWouldHaveDone() throws Exception {
    Path history = Files.writeString(folder.resolve("auc.csv"), "time,auc\n");
    for (int day = 1; day <= 9; day++) {
      Files.writeString(
          history,
          "2001-02-0" + day + "T00:00:00Z," + (day < 5 ? 0.7 : 0.55) + "\n",
          StandardOpenOption.APPEND);
    }
    Files.writeString(
        folder.resolve("eager.yaml"),
        Files.readString(folder.resolve("minimal.yaml"))
            .replace("retraining/v1", "retraining/v1\nname: eager")
            .replace("{type: flag, name: force}", "{type: metric, metric: auc, below: 0.6}"));

    Packaged.Result replayed =
        retrain(
            "backtest",
            "minimal.yaml",
            "--history",
            history.toString(),
            "--against",
            "eager.yaml",
            "--degraded-below",
            "auc=0.6");

    assertThat(replayed.exitCode()).as(replayed.err()).isZero();
    assertThat(replayed.out()).contains("eager", "2001-02-05T00:00:00Z", "hours degraded");
  }
}
