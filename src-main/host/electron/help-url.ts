export const helpUrl = 'https://learn.microsoft.com/entra/identity/authentication/concept-sspr-howitworks'
