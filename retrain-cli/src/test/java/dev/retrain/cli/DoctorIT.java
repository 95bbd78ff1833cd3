package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cloud's backend, looked at by the packaged jar on loopback. */
class DoctorIT {

  @TempDir Path folder;

  @Test
  void checksACloudOnLoopbackAndReportsThatItCannotRunThere() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL", address,
            "AWS_ACCESS_KEY_ID", "id",
            "AWS_SECRET_ACCESS_KEY", "hush");
    try {
      Packaged.Result result =
          Packaged.retrain(folder, environment, "doctor", "--backend", "sagemaker");

      assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.UNSUPPORTED);
      assertThat(result.out())
          .contains("access key", address, "answers (404)", "can plan for sagemaker")
          .doesNotContain("hush");
    } finally {
      server.stop(0);
    }
  }
}
