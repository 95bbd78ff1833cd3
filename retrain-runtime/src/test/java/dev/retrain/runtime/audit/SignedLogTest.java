package dev.retrain.runtime.audit;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.runtime.Scene;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedLogTest {

  @TempDir Path folder;
  private Path log;
  private KeyPair keys;
  private SigningKey signing;
  private VerificationKey checking;

  @BeforeEach
  void keys() throws Exception {
    log = folder.resolve("decisions.jsonl");
    keys = pair("Ed25519");
    signing = SigningKey.of(keys.getPrivate());
    checking = VerificationKey.of(keys.getPublic());
  }

  private static KeyPair pair(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  /** Three hours, one life after the other in one store. */
  private void live(StateStore store, double auc) {
    Scene scene = new Scene(Scene.policy().when(metric("auc").below(0.6), BATCH), store);
    for (int i = 0; i < 3; i++) {
      scene.metrics.put("auc", scene.clock.instant(), auc + i / 100.0);
      scene.every(Duration.ofHours(1), 1);
    }
    AuditLog.export(store, List.of(Scene.NAME), log);
  }

  private String broken(VerificationKey key) {
    return AuditLog.verifySigned(log, key).broken().orElseThrow().why();
  }

  @Test
  void entriesAreSignedWhenTheyAreWritten() throws Exception {
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      live(store.signedWith(signing), 0.7);
      assertThat(store.history(Scene.NAME, 0))
          .isNotEmpty()
          .allSatisfy(entry -> assertThat(entry.signature()).isPresent());
    }

    AuditLog.Check check = AuditLog.verifySigned(log, checking);
    assertThat(check.broken()).isEmpty();
    assertThat(check.chains().get(0).signed()).isEqualTo(check.entries());
    assertThat(broken(VerificationKey.of(pair("Ed25519").getPublic())))
        .isEqualTo("delays entry 1 is not signed with the key");
    assertThat(AuditLog.verify(log).intact()).isTrue();
  }

  @Test
  void aRewrittenEntryIsFoundThoughItsHashFits() {
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      live(store.signedWith(signing), 0.7);
    }
    rewrite();

    assertThat(AuditLog.verify(log).intact()).isTrue();
    assertThat(broken(checking)).isEqualTo("delays entry 1 is not signed with the key");
  }

  /** Leaves the first entry out and makes up a chain of the others that fits. */
  private void rewrite() {
    List<String> lines = new ArrayList<>();
    String before = LogEntry.NO_HASH;
    List<LogEntry> entries = AuditLog.read(log);
    for (LogEntry old : entries.subList(1, entries.size())) {
      LogEntry made = LogEntry.of(lines.size() + 1L, before, old.decision());
      lines.add(AuditLine.of(made.signed(old.signature().orElseThrow())));
      before = made.hash();
    }
    write(lines);
  }

  private void write(List<String> lines) {
    try {
      Files.writeString(log, String.join("\n", lines) + "\n");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aSignatureVouchesForWhatCameBeforeItAndIsNeededFromThenOn() throws Exception {
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      live(store, 0.7);
      assertThat(broken(checking)).contains("is not signed with the key, nor is any before it");

      live(store.signedWith(signing), 0.8);
      assertThat(AuditLog.verifySigned(log, checking).intact()).isTrue();

      live(store, 0.9);
      assertThat(broken(checking)).contains("is not signed, entries before it are");
    }
  }

  @Test
  void anExportCanSignWhatNobodySigned() {
    Scene scene = new Scene(Scene.policy().when(metric("auc").below(0.6), BATCH));
    scene.every(Duration.ofHours(1), 2);

    AuditLog.exportSigned(scene.store, List.of(Scene.NAME), log, signing);

    assertThat(AuditLog.verifySigned(log, checking).intact()).isTrue();
  }

  @Test
  void keysAreReadFromPemFiles() throws Exception {
    Path secret = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    Path open = pem("PUBLIC KEY", keys.getPublic().getEncoded());

    String signature = SigningKey.read(secret).sign("hash");

    assertThat(VerificationKey.read(open).verifies("hash", signature)).isTrue();
    assertThat(VerificationKey.read(open).verifies("other", signature)).isFalse();
    assertThat(VerificationKey.read(open).verifies("hash", "no Base64!")).isFalse();
    assertThat(SigningKey.read(secret)).hasToString("signing key ***");
  }

  private Path pem(String kind, byte[] bytes) throws Exception {
    return Files.writeString(
        folder.resolve(kind.replace(" ", "-") + ".pem"),
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
            + "\n-----END "
            + kind
            + "-----\n");
  }

  @Test
  void aKeyThatCannotSignIsRefusedWithoutBeingShown() throws Exception {
    KeyPair rsa = pair("RSA");
    Path wrong = pem("PRIVATE KEY", rsa.getPrivate().getEncoded());
    String secret = Base64.getEncoder().encodeToString(rsa.getPrivate().getEncoded());

    assertThatThrownBy(() -> SigningKey.of(rsa.getPrivate()))
        .hasMessageContaining("must be an Ed25519 key");
    assertThatThrownBy(() -> SigningKey.read(wrong))
        .hasMessageContaining("openssl genpkey")
        .hasMessageNotContaining(secret.substring(0, 20));
    assertThatThrownBy(() -> VerificationKey.read(wrong))
        .hasMessageContaining("holds no PUBLIC KEY");
    assertThatThrownBy(() -> VerificationKey.read(folder.resolve("none.pem")))
        .hasMessageContaining("NoSuchFileException");
  }
}
