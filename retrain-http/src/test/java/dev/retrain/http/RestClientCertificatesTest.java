package dev.retrain.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestClientCertificatesTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;

  @Test
  void trustsTheAuthorityOfAFileBesidesThePlatforms() throws Exception {
    KeyStore keys = keys();
    Path pem = folder.resolve("ca.pem");
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    try (FaultyServer server = new FaultyServer(context(keys).getServerSocketFactory())) {
      server.then(FaultyServer.json("{}"));
      String address = "https://127.0.0.1:" + server.port();
      assertThat(
              RestClient.of("the queue", address)
                  .certificates(pem)
                  .build()
                  .send(HttpCall.get())
                  .status())
          .isEqualTo(200);
      RestClient without = RestClient.of("the queue", address).build();
      assertThatThrownBy(() -> without.send(HttpCall.get().within(java.time.Duration.ofSeconds(9))))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageContaining("its certificate is not trusted")
          .hasMessageContaining("Set certificates to the file");
    }
  }

  @Test
  void refusesAFileWithoutCertificates() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    for (Path file : new Path[] {empty, folder.resolve("absent.pem")}) {
      assertThatThrownBy(() -> RestClient.of("the queue", "https://queue").certificates(file))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageContaining("cannot read certificates from " + file);
    }
  }

  private KeyStore keys() throws Exception {
    Path store = folder.resolve("keys.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
