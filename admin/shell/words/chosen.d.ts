/** Some of the words of a file, by their first keys. */
declare module '*.json?only=action,atDoor,cap,failure,period,range,rule,scan' {
  interface Words {
    [key: string]: string | Words
  }
  const words: Words
  export default words
}

declare module '*.json?only=product,otherLanguage,state,failure,signIn,setUp,password' {
  interface Words {
    [key: string]: string | Words
  }
  const words: Words
  export default words
}
