package dev.retrain.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AssertProvider;
import org.assertj.core.api.Condition;
import org.assertj.core.util.introspection.IntrospectionError;
import org.junit.jupiter.api.Test;

/** Public, so that its nested class is visible to the check. */
public class PublicSignaturesTest {

  /** Names a library in every place of a public signature. */
  public abstract static class Leaking<T extends AssertProvider<String>>
      implements AssertProvider<String> {

    protected final Condition<String> field;

    protected Leaking(Condition<String> parameter) {
      field = parameter;
    }

    /** Names a library as a type argument and in an exception. */
    public abstract List<Map<String, ? extends Condition<T>[]>> nested() throws IntrospectionError;

    Condition<String> hidden() {
      return field;
    }
  }

  @Test
  void theKitsNameNoLibraryButTheirTestFramework() {
    assertThat(PublicSignatures.foreign(FakeBackend.class, "org.junit.")).isEmpty();
  }

  @Test
  void findsALibraryWhereverItIsNamed() {
    String leaking = Leaking.class.getName();

    assertThat(PublicSignatures.foreign(PublicSignaturesTest.class, "org.junit."))
        .contains(
            leaking + " names org.assertj.core.api.AssertProvider",
            leaking + " names org.assertj.core.api.Condition",
            leaking + ".field names org.assertj.core.api.Condition",
            leaking + ".nested names org.assertj.core.api.Condition",
            leaking + ".nested names org.assertj.core.util.introspection.IntrospectionError")
        .noneMatch(line -> line.contains(".hidden"));
  }

  @Test
  void allowsMoreOnRequest() {
    assertThat(PublicSignatures.foreign(PublicSignaturesTest.class, "org."))
        .noneMatch(line -> line.contains("org.assertj"));
  }

  @Test
  void refusesAClassOfAnArchive() {
    assertThatThrownBy(() -> PublicSignatures.foreign(Condition.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a folder");
  }
}
