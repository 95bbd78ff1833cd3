package dev.retrain.backend.local.process;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The variables a child process is started with. It inherits only what programs need to run on this
 * machine (paths, language, time zone, proxies without a password, and the settings of Java, Python
 * and accelerators); everything else, credentials of this process above all, is left out unless it
 * is named. On a cloud a step inherits nothing either.
 *
 * @param variables name to value
 */
public record ChildEnvironment(Map<String, String> variables) {

  /** Names, and prefixes that end with {@code *}. */
  private static final List<String> INHERITED =
      List.of(
          // Any system
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "TERM",
          "LANG",
          "LANGUAGE",
          "LC_*",
          "TZ",
          "TMPDIR",
          "TMP",
          "TEMP",
          "XDG_*",
          "LD_LIBRARY_PATH",
          "DYLD_LIBRARY_PATH",
          // Windows
          "SystemRoot",
          "SystemDrive",
          "windir",
          "ComSpec",
          "PATHEXT",
          "USERPROFILE",
          "USERNAME",
          "APPDATA",
          "LOCALAPPDATA",
          "ProgramData",
          "ProgramFiles*",
          "NUMBER_OF_PROCESSORS",
          "PROCESSOR_ARCHITECTURE",
          // Languages
          "JAVA_*",
          "JDK_*",
          "PYTHON*",
          "PYENV_*",
          "VIRTUAL_ENV",
          "CONDA_*",
          "R_*",
          // Cores and accelerators
          "OMP_*",
          "MKL_*",
          "OPENBLAS_*",
          "CUDA_*",
          "NVIDIA_*",
          "HIP_*",
          "ROCR_*",
          // Networks and certificates
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          // Clients of container engines
          "DOCKER_HOST",
          "DOCKER_CONTEXT",
          "DOCKER_CONFIG",
          "DOCKER_TLS_VERIFY",
          "DOCKER_CERT_PATH",
          "DOCKER_API_VERSION",
          "CONTAINER_HOST",
          "CONTAINER_CONNECTION",
          "SSH_AUTH_SOCK");

  /** A URL that carries a password. */
  private static final Pattern WITH_PASSWORD = Pattern.compile("://[^/@]*@");

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE_KEY|API_?KEY).*");

  /** Copies the map. */
  public ChildEnvironment {
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
  }

  /**
   * Selects from the variables of this process.
   *
   * @param all name to value, such as {@link System#getenv()}
   * @param named further names to inherit, a prefix where one ends with {@code *}
   */
  public static ChildEnvironment of(Map<String, String> all, List<String> named) {
    Map<String, String> kept = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          if (matches(name, named) || (matches(name, INHERITED) && isHarmless(name, value))) {
            kept.put(name, value);
          }
        });
    return new ChildEnvironment(kept);
  }

  private static boolean isHarmless(String name, String value) {
    return !isSecret(name) && !WITH_PASSWORD.matcher(value).find();
  }

  private static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  private static boolean matches(String name, List<String> patterns) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern));
  }

  /**
   * Returns the values of this process that no output may show: those whose name speaks of a
   * password, a token or the like.
   */
  public static Set<String> secretValues(Map<String, String> all) {
    return all.entrySet().stream()
        .filter(entry -> isSecret(entry.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns these variables and more, which win over those inherited. */
  public ChildEnvironment with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(more);
    return new ChildEnvironment(all);
  }

  /** Returns these variables and one more. */
  public ChildEnvironment with(String name, String value) {
    return with(Map.of(name, value));
  }

  /** Replaces the variables of a process to be started. */
  public void giveTo(ProcessBuilder process) {
    process.environment().clear();
    process.environment().putAll(variables);
  }

  /** Names only: a value may be a secret. */
  @Override
  public String toString() {
    return variables.keySet().toString();
  }
}
