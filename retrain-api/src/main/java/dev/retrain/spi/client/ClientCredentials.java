package dev.retrain.spi.client;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import java.util.Collection;
import java.util.Optional;

/**
 * Where a client finds what it signs in with. Holds names of profiles, files and variables, never a
 * secret.
 */
public sealed interface ClientCredentials {

  /** The places where the service's own tools look. */
  record Standard() implements ClientCredentials {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.standard();
    }
  }

  /**
   * A named profile of the service's own configuration files.
   *
   * @param name the name of the profile
   */
  record Profile(String name) implements ClientCredentials {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.profile(this);
    }
  }

  /**
   * A role or service account that the standard credentials may assume.
   *
   * @param role its name, as the service writes it
   */
  record AssumeRole(String role) implements ClientCredentials {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.assumeRole(this);
    }
  }

  /**
   * A file of credentials in the service's own form, such as the key of a service account.
   *
   * @param path the file; a relative one starts from the folder of the settings
   */
  record KeyFile(String path) implements ClientCredentials {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.keyFile(this);
    }
  }

  /**
   * A token, read anew when the service refuses it.
   *
   * @param path the file that contains it; a relative one starts from the folder of the settings
   * @param variable the environment variable that contains it; exactly one of both is present
   */
  record TokenFile(Optional<String> path, Optional<String> variable) implements ClientCredentials {
    /** Checks that there is one place. */
    public TokenFile {
      require(
          path.isPresent() != variable.isPresent(),
          "credentials of type token-file have either a path or a variable");
      // The value is not repeated: it may be the token itself, written in the wrong place.
      require(
          variable.filter(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")).isEmpty(),
          "variable must be the name of an environment variable; the token itself must not be in"
              + " the settings");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tokenFile(this);
    }
  }

  /**
   * A configuration file of Kubernetes clients.
   *
   * @param path the file; the standard place if empty
   * @param context the context in it; the current one if empty
   */
  record Kubeconfig(Optional<String> path, Optional<String> context) implements ClientCredentials {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.kubeconfig(this);
    }
  }

  /** No credentials, for services on this machine. */
  record None() implements ClientCredentials {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.none();
    }
  }

  /**
   * One method per kind.
   *
   * @param <R> the result
   */
  interface Visitor<R> {
    /** Handles the standard places. */
    R standard();

    /** Handles a profile. */
    R profile(Profile profile);

    /** Handles a role. */
    R assumeRole(AssumeRole role);

    /** Handles a file of credentials. */
    R keyFile(KeyFile file);

    /** Handles a token. */
    R tokenFile(TokenFile token);

    /** Handles a configuration file of Kubernetes clients. */
    R kubeconfig(Kubeconfig config);

    /** Handles the absence of credentials. */
    R none();
  }

  /** Returns the result of the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * Returns the document form, a mapping with the key {@code type}.
   *
   * @param known the kinds that the service has; others are refused
   */
  static Shape<ClientCredentials> shape(Collection<CredentialsType> known) {
    UnionShape<ClientCredentials> shape = UnionShape.on("type");
    for (CredentialsType type : known) {
      shape =
          switch (type) {
            case DEFAULT ->
                shape.with(
                    "default",
                    Standard.class,
                    ObjectShape.<Standard>named("DefaultCredentials").build(f -> new Standard()));
            case PROFILE -> shape.with("profile", Profile.class, profile());
            case ASSUME_ROLE -> shape.with("assume-role", AssumeRole.class, assumeRole());
            case FILE -> shape.with("file", KeyFile.class, keyFile());
            case TOKEN_FILE -> shape.with("token-file", TokenFile.class, tokenFile());
            case KUBECONFIG -> shape.with("kubeconfig", Kubeconfig.class, kubeconfig());
            case NONE ->
                shape.with(
                    "none",
                    None.class,
                    ObjectShape.<None>named("NoCredentials").build(f -> new None()));
          };
    }
    return shape;
  }

  private static ObjectShape<Profile> profile() {
    ObjectShape.Builder<Profile> all = ObjectShape.named("ProfileCredentials");
    var name = all.required("name", Shapes.text(), Profile::name, "the name of the profile");
    return all.build(f -> new Profile(f.get(name)));
  }

  private static ObjectShape<AssumeRole> assumeRole() {
    ObjectShape.Builder<AssumeRole> all = ObjectShape.named("RoleCredentials");
    var role =
        all.required("role", Shapes.text(), AssumeRole::role, "as the service writes its name");
    return all.build(f -> new AssumeRole(f.get(role)));
  }

  private static ObjectShape<KeyFile> keyFile() {
    ObjectShape.Builder<KeyFile> all = ObjectShape.named("FileCredentials");
    var path =
        all.required("path", Shapes.text(), KeyFile::path, "a file in the service's own form");
    return all.build(f -> new KeyFile(f.get(path)));
  }

  private static ObjectShape<TokenFile> tokenFile() {
    ObjectShape.Builder<TokenFile> all = ObjectShape.named("TokenCredentials");
    var path = all.maybe("path", Shapes.text(), TokenFile::path, "the file of the token");
    var variable =
        all.maybe(
            "variable",
            Shapes.text(),
            TokenFile::variable,
            "the environment variable of the token");
    return all.build(f -> new TokenFile(f.find(path), f.find(variable)));
  }

  private static ObjectShape<Kubeconfig> kubeconfig() {
    ObjectShape.Builder<Kubeconfig> all = ObjectShape.named("KubeconfigCredentials");
    var path =
        all.maybe("path", Shapes.text(), Kubeconfig::path, "the file; ~/.kube/config by default");
    var context =
        all.maybe("context", Shapes.text(), Kubeconfig::context, "the current one by default");
    return all.build(f -> new Kubeconfig(f.find(path), f.find(context)));
  }
}
