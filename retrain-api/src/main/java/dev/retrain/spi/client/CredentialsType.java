package dev.retrain.spi.client;

/** The kinds of {@link ClientCredentials}; {@code type} in a document names them in lower case. */
public enum CredentialsType {
  /** {@link ClientCredentials.Standard}. */
  DEFAULT,
  /** {@link ClientCredentials.Profile}. */
  PROFILE,
  /** {@link ClientCredentials.AssumeRole}. */
  ASSUME_ROLE,
  /** {@link ClientCredentials.KeyFile}. */
  FILE,
  /** {@link ClientCredentials.TokenFile}. */
  TOKEN_FILE,
  /** {@link ClientCredentials.Kubeconfig}. */
  KUBECONFIG,
  /** {@link ClientCredentials.None}. */
  NONE
}
