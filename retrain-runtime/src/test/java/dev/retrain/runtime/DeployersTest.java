package dev.retrain.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deployers are made once, and closed by the one that had them made. */
class DeployersTest {

  private final FakeBackend fake = new FakeBackend(SettableClock.at("2001-01-01T00:00:00Z"));
  private final List<String> calls = new ArrayList<>();
  private boolean fails;

  private <T> T noted(Class<T> type, T real) {
    return CallInterceptor.calls(
        type,
        real,
        new CallInterceptor.Listener() {
          @Override
          public void before(String call) {
            calls.add(call);
            if (fails) {
              throw new TransientFailure("away");
            }
          }
        });
  }

  private final Backend backend = noted(Backend.class, fake);

  @Test
  void theBackendMakesADeployerOncePerTarget() {
    Deployers deployers = new Deployers(Map.of());

    Optional<Deployer> first = deployers.of(Scene.ENDPOINT, backend);

    assertThat(deployers.of(Scene.ENDPOINT, backend)).isEqualTo(first);
    assertThat(calls).containsExactly("Backend.deployer");
  }

  @Test
  void aDeployerThatCouldNotBeMadeIsMadeLater() {
    Deployers deployers = new Deployers(Map.of());
    fails = true;
    assertThatThrownBy(() -> deployers.of(Scene.ENDPOINT, backend))
        .isInstanceOf(TransientFailure.class);
    fails = false;

    assertThat(deployers.of(Scene.ENDPOINT, backend)).isPresent();
  }

  @Test
  void aDeployerOfTheApplicationIsNotClosed() {
    Deployer own = noted(Deployer.class, fake.fakeDeployer(Scene.ENDPOINT));
    Deployers deployers = new Deployers(Map.of(Scene.ENDPOINT, own));
    assertThat(deployers.of(Scene.ENDPOINT, backend).orElseThrow()).isSameAs(own);

    deployers.close();

    assertThat(calls).isEmpty();
  }

  @Test
  void aDeployerOfTheBackendIsClosed() {
    Deployer made = noted(Deployer.class, fake.fakeDeployer(Scene.ENDPOINT));
    Backend making =
        (Backend)
            java.lang.reflect.Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> Optional.of(made));
    Deployers deployers = new Deployers(Map.of());
    deployers.of(Scene.ENDPOINT, making);

    deployers.close();

    assertThat(calls).containsExactly("Deployer.close");
  }
}
